package io.ottla.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Does something to each of several things, where one that fails is no reason to keep silent about the others. */
final class EachOf {
    private EachOf() {}

    /** Does it to all, and fails at the end with what there was to say about those that failed. */
    static <T> void run(List<T> things, Consumer<T> action) {
        List<String> failures = new ArrayList<>();
        for (T thing : things) {
            try {
                action.accept(thing);
            } catch (RuntimeException e) {
                failures.add(FailureMessages.of(e));
            }
        }
        if (!failures.isEmpty()) {
            throw new CommandFailure(String.join("; ", failures));
        }
    }
}
