package io.ottla.http.rest.v3;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.rest.RecordSender;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Producing: any number of records over one request, or a few with one answer. */
final class ProduceEndpoints {
    private static final String RECORDS = "/v3/clusters/{cluster_id}/topics/{topic_name}/records";

    private final ClusterAccess cluster;
    private final ProduceFlow flow;
    private final ProduceBatch batch;

    ProduceEndpoints(ClusterAccess cluster, RecordSender sender, DataParts parts) {
        this.cluster = cluster;
        RecordProducer producer = new RecordProducer(sender, parts);
        this.flow = new ProduceFlow(producer);
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
                                call.request()
                                        .entity()
                                        .withoutSizeLimit()
                                        .getDataBytes()
                                        .via(answers))));
    }

    private CompletionStage<HttpResponse> batch(Call call, Links links, JsonNode body) {
        return batch.send(links.clusterId(), call.parameter("topic_name"), body);
    }
}
