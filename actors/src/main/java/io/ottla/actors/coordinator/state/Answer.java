package io.ottla.actors.coordinator.state;

import io.ottla.actors.Reply;
import java.util.function.Function;
import org.apache.kafka.common.protocol.Errors;

/**
 * An answer that is due to somebody, once the records decided with it are committed.
 *
 * @param to who asked
 * @param value the answer
 * @param otherwise makes the answer for when the records could not be committed
 * @param <T> the kind of answer
 */
public record Answer<T>(Reply<T> to, T value, Function<Errors, T> otherwise) {
    /** An answer that is the same whatever becomes of the records. */
    public static <T> Answer<T> always(Reply<T> to, T value) {
        return new Answer<>(to, value, unused -> value);
    }

    /** Gives it. */
    public void give() {
        to.complete(value);
    }

    /** Gives the answer for records that were refused. */
    public void refuse(Errors error) {
        to.complete(otherwise.apply(error));
    }
}
