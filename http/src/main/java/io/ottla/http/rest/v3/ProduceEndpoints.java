package io.ottla.http.rest.v3;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.EndlessBody;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.RecordSender;
import io.ottla.http.rest.RestSettings;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Producing: any number of records over one request, or a few with one answer. */
final class ProduceEndpoints {
    private static final String RECORDS = "/v3/clusters/{cluster_id}/topics/{topic_name}/records";

    private final ClusterAccess cluster;
    private final ProduceFlow flow;
    private final ProduceBatch batch;

    ProduceEndpoints(ClusterAccess cluster, RecordSender sender, DataParts parts, RestSettings settings) {
        this.cluster = cluster;
        RecordProducer producer =
                new RecordProducer(sender, parts, new ProduceThrottle(settings.produceLimits(), System::nanoTime));
        this.flow = new ProduceFlow(producer, settings.longestProduce());
        this.batch = new ProduceBatch(producer);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(
                                RECORDS,
                                "Produce records, one answer line for each as it is acknowledged",
                                cluster.in(this::stream))
                        .taking("ProduceRequest")
                        .answering("ProduceResponse"),
                Endpoint.get(
                                RECORDS + ":produce",
                                "Produce over a WebSocket: records in its messages, an answer message for each",
                                cluster.in(this::socket))
                        .answering("ProduceResponse"),
                Endpoint.post(RECORDS + ":batch", "Produce up to ten records", cluster.writing(this::batch))
                        .taking("ProduceBatchRequest")
                        .with(207)
                        .answering("ProduceBatchResponse"));
    }

    private CompletionStage<HttpResponse> stream(Call call, Links links) {
        ClusterAccess.requireJsonBody(call);
        String topic = call.parameter("topic_name");
        return flow.to(links.clusterId(), topic)
                .thenApply(answers -> HttpResponse.create()
                        .withEntity(HttpEntities.createChunked(
                                ContentTypes.APPLICATION_JSON,
                                EndlessBody.of(call.request()).via(answers).via(ProduceFlow.GATHERED))));
    }

    private CompletionStage<HttpResponse> socket(Call call, Links links) {
        WebSocketUpgrade upgrade = call.request()
                .getAttribute(AttributeKeys.webSocketUpgrade)
                .orElseThrow(() -> Refusal.of(400, "This path is for WebSockets; POST to .../records instead"));
        return flow.to(links.clusterId(), call.parameter("topic_name"))
                .thenApply(answers -> upgrade.handleMessagesWith(Flow.<Message>create()
                        .flatMapConcat(ProduceEndpoints::bytes)
                        .via(answers)
                        .map(ByteString::utf8String)
                        .filter(line -> !line.isBlank())
                        .map(line -> (Message) TextMessage.create(line.stripTrailing()))));
    }

    private static Source<ByteString, ?> bytes(Message message) {
        return message.isText()
                ? message.asTextMessage().getStreamedText().map(ByteString::fromString)
                : message.asBinaryMessage().getStreamedData();
    }

    private CompletionStage<HttpResponse> batch(Call call, Links links, JsonNode body) {
        return batch.send(links.clusterId(), call.parameter("topic_name"), body);
    }
}
