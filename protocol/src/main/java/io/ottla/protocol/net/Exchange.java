package io.ottla.protocol.net;

import io.ottla.actors.Reply;
import io.ottla.protocol.fetch.SliceRecords;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response to be. The handler answers it from any thread; the connection sends it from the event loop when
 * its turn has come.
 */
final class Exchange implements Reply<ApiMessage> {
    private final Request request;
    private final Consumer<Exchange> onAnswer;
    private final AtomicReference<@Nullable ApiMessage> answer = new AtomicReference<>();

    /**
     * What the response needs to know of its request.
     *
     * @param version the version to answer in
     * @param bytes the length of its frame
     * @param startedNanos when the whole of it was there
     * @param wantsResponse whether the answer is to be sent; it is not for acks=0
     */
    record Request(
            ApiKeys api, short version, int correlationId, int bytes, long startedNanos, boolean wantsResponse) {}

    /** A request without an answer; {@code onAnswer} is told once when it has one, on the answering thread. */
    Exchange(Request request, Consumer<Exchange> onAnswer) {
        this.request = request;
        this.onAnswer = onAnswer;
    }

    @Override
    public void complete(ApiMessage response) {
        if (!tryComplete(response)) {
            SliceRecords.releaseAll(response);
            throw new IllegalStateException(request + " was answered twice");
        }
    }

    /** Answers unless it is answered already. */
    boolean tryComplete(ApiMessage response) {
        if (!answer.compareAndSet(null, response)) {
            return false;
        }
        onAnswer.accept(this);
        return true;
    }

    boolean isAnswered() {
        return answer.get() != null;
    }

    /** The answer, of an exchange that is answered. */
    ApiMessage answer() {
        ApiMessage given = answer.get();
        if (given == null) {
            throw new IllegalStateException(request + " has no answer yet");
        }
        return given;
    }

    Request request() {
        return request;
    }
}
