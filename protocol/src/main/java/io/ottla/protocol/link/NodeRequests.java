package io.ottla.protocol.link;

import io.ottla.actors.node.LinkContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Puts single questions to other nodes, over connections that are opened when they are needed. Answers come in the order of the
 * questions, so those that may be long in coming have lanes of their own: a connection for each lane. Any thread.
 */
final class NodeRequests {
    private final LinkContext context;

    /** Bounded by the brokers there have been, and the lanes. */
    private final ConcurrentMap<Way, RequestStream> streams = new ConcurrentHashMap<>();

    private record Way(int node, int lane) {}

    NodeRequests(LinkContext context) {
        this.context = context;
    }

    /** The answer of a node; fails when it cannot be reached, or does not answer in time. Nothing is asked twice. */
    CompletionStage<ApiMessage> ask(int node, int lane, WireCodec codec, ApiMessage request) {
        CompletableFuture<ApiMessage> answer = new CompletableFuture<>();
        streams.computeIfAbsent(new Way(node, lane), way -> new RequestStream(context, way.node()))
                .send(new Call(codec, request, answer));
        return answer;
    }
}
