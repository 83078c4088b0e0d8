package io.ottla.http.rest.v3;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Handler;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.KafkaClients;
import io.ottla.http.rest.KafkaFailures;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/** What every handler of version 3 does first: look whether the cluster is this one. And last: tell what the cluster refused. */
final class ClusterAccess {
    private final KafkaClients kafka;
    private volatile @Nullable String clusterId;

    ClusterAccess(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /** Answers calls to one cluster. */
    @FunctionalInterface
    interface ClusterHandler {
        CompletionStage<HttpResponse> handle(Call call, Links links);
    }

    /** Answers with a document. */
    @FunctionalInterface
    interface Reader {
        CompletionStage<ObjectNode> read(Call call, Links links);
    }

    /** Answers with what a request's body asks for. */
    @FunctionalInterface
    interface Writer {
        CompletionStage<HttpResponse> write(Call call, Links links, JsonNode body);
    }

    /** A handler below {@code /v3/clusters/{cluster_id}}. */
    Handler in(ClusterHandler handler) {
        return call -> links(call)
                .thenCompose(links -> {
                    if (!links.clusterId().equals(call.parameter("cluster_id"))) {
                        throw Refusal.of(404, "Cluster " + call.parameter("cluster_id") + " cannot be found.");
                    }
                    return handler.handle(call, links);
                })
                .exceptionally(failure -> {
                    throw KafkaFailures.translate(failure);
                });
    }

    /** A handler that answers 200 with a document. */
    Handler reading(Reader reader) {
        return in((call, links) -> {
            requireJsonAccepted(call);
            return reader.read(call, links).thenApply(document -> Json.response(200, document));
        });
    }

    /** A handler whose request has a JSON body. */
    Handler writing(Writer writer) {
        return in((call, links) -> {
            requireJsonBody(call);
            requireJsonAccepted(call);
            return call.body()
                    .thenCompose(bytes -> writer.write(
                            call,
                            links,
                            Json.parse(bytes)
                                    .orElseThrow(() -> Refusal.of(400, "The request body is not valid JSON"))));
        });
    }

    /** Asks the cluster. */
    <T> CompletionStage<T> ask(Function<Admin, KafkaFuture<T>> question) {
        return kafka.ask(question);
    }

    KafkaClients kafka() {
        return kafka;
    }

    /** The names to use in an answer to this call. */
    CompletionStage<Links> links(Call call) {
        String known = clusterId;
        if (known != null) {
            return CompletableFuture.completedFuture(new Links(call.baseUri(), known));
        }
        return ask(admin -> admin.describeCluster().clusterId()).thenApply(id -> {
            clusterId = Objects.requireNonNull(id, "a cluster has an id");
            return new Links(call.baseUri(), id);
        });
    }

    /** Describes the cluster; the function picks what is wanted. */
    <T> CompletionStage<T> describe(Function<DescribeClusterResult, KafkaFuture<T>> part) {
        return ask(admin -> part.apply(admin.describeCluster()));
    }

    static void requireJsonBody(Call call) {
        MediaType type = call.type().orElse(MediaTypes.APPLICATION_OCTET_STREAM);
        if (!type.equals(MediaTypes.APPLICATION_JSON)) {
            throw Refusal.of(415, "HTTP 415 Unsupported Media Type");
        }
    }

    private static void requireJsonAccepted(Call call) {
        if (!call.accepts(MediaTypes.APPLICATION_JSON)) {
            throw Refusal.of(406, "HTTP 406 Not Acceptable");
        }
    }
}
