package io.ottla.protocol.link;

import io.ottla.actors.node.LinkContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.protocol.ApiMessage;

/** Puts single questions to other nodes: one connection for each, opened when it is needed. Any thread. */
final class NodeRequests {
    private final LinkContext context;

    /** Bounded by the brokers there have been. */
    private final ConcurrentMap<Integer, RequestStream> streams = new ConcurrentHashMap<>();

    NodeRequests(LinkContext context) {
        this.context = context;
    }

    /** The answer of a node; fails when it cannot be reached, or does not answer in time. Nothing is asked twice. */
    CompletionStage<ApiMessage> ask(int node, WireCodec codec, ApiMessage request) {
        CompletableFuture<ApiMessage> answer = new CompletableFuture<>();
        streams.computeIfAbsent(node, id -> new RequestStream(context, id)).send(new Call(codec, request, answer));
        return answer;
    }
}
