package io.ottla.actors.group.state;

import io.ottla.actors.Reply;
import java.util.Optional;

/** Takes the one answer to a command and fails when there is a second. */
final class Asked<T> implements Reply<T> {
    private Optional<T> answer = Optional.empty();

    @Override
    public void complete(T value) {
        if (answer.isPresent()) {
            throw new AssertionError("answered twice: " + answer.get() + ", then " + value);
        }
        answer = Optional.of(value);
    }

    boolean waits() {
        return answer.isEmpty();
    }

    T get() {
        return answer.orElseThrow(() -> new AssertionError("not answered yet"));
    }
}
