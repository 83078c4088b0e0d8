package io.ottla.registry;

import io.ottla.registry.state.Refusal;

/** What became of a request. */
public sealed interface Outcome<T> {
    /** It was done; a write is in the log and seen by every later request to any registry. */
    record Done<T>(T answer) implements Outcome<T> {}

    /** It was refused, and nothing has changed. */
    record Rejected<T>(Refusal refusal) implements Outcome<T> {}
}
