package io.ottla.protocol.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the responses of one connection in the order of its requests, as Kafka's protocol promises, while handlers answer in
 * any order. Lives on the connection's event loop; bounded by the connection, which stops reading.
 */
final class ResponseOrderer {
    private final Deque<Exchange> open = new ArrayDeque<>();

    /** A request came in. */
    void add(Exchange exchange) {
        open.addLast(exchange);
    }

    /** The oldest request if it is answered, which is then no longer kept; else null. */
    @Nullable
    Exchange pollAnswered() {
        return hasAnswered() ? open.pollFirst() : null;
    }

    /** Whether the oldest request is answered. */
    boolean hasAnswered() {
        Exchange oldest = open.peekFirst();
        return oldest != null && oldest.isAnswered();
    }

    /** Takes out every request that is answered, also those whose turn has not come. */
    void removeAnswered(Consumer<Exchange> removed) {
        open.removeIf(exchange -> {
            boolean answered = exchange.isAnswered();
            if (answered) {
                removed.accept(exchange);
            }
            return answered;
        });
    }
}
