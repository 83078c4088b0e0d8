package io.ottla.protocol.link;

import akka.NotUsed;
import akka.stream.stage.AsyncCallback;
import io.ottla.actors.node.LinkContext;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The questions of this node to one other. What cannot be asked now fails now: whoever asks knows best whether and when to ask again.
 */
final class RequestStream {
    /** More questions than this at once and the next fails. */
    private static final int MAX_CALLS = 10_000;

    private final LinkContext context;
    private final int node;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile @Nullable AsyncCallback<NotUsed> connection;
    private boolean running;

    RequestStream(LinkContext context, int node) {
        this.context = context;
        this.node = node;
    }

    /** Asks. Any thread. */
    void send(Call call) {
        if (open.incrementAndGet() > MAX_CALLS) {
            open.decrementAndGet();
            call.answer().completeExceptionally(new IOException("too many questions to node " + node));
            return;
        }
        call.answer().whenComplete((answer, failure) -> open.decrementAndGet());
        calls.add(call);
        AsyncCallback<NotUsed> callback = connection;
        if (callback != null) {
            callback.invoke(NotUsed.getInstance());
        } else {
            start();
        }
    }

    private void start() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        connect();
    }

    private void connect() {
        if (!NodeConnections.open(context, node, new RequestLoop(this))) {
            ended(Optional.of(new IOException("node " + node + " is not registered")));
        }
    }

    /** The connection begins: it is called when there are questions. */
    void attach(AsyncCallback<NotUsed> callback) {
        connection = callback;
    }

    /** The next question, null when there is none. Of the connection's thread. */
    @Nullable
    Call next() {
        return calls.poll();
    }

    /** The connection has ended: because nobody used it, or it broke. Of its thread. */
    void ended(Optional<Throwable> cause) {
        connection = null;
        cause.ifPresent(failure -> {
            context.connectionLost().accept(node);
            for (Call call = calls.poll(); call != null; call = calls.poll()) {
                call.answer().completeExceptionally(failure);
            }
        });
        boolean again;
        synchronized (this) {
            again = !calls.isEmpty();
            running = again;
        }
        if (again) {
            connect();
        }
    }

    String clientId() {
        return "ottla-node-" + context.nodeId();
    }

    long nowMs() {
        return context.clock().millis();
    }
}
