package io.ottla.registry.state;

import java.util.List;

/**
 * What a command comes to: entries for the log, and the answer for its client once they are there. Nothing changes by itself.
 *
 * @param entries written together or not at all; empty when nothing needs to change
 * @param answer for the client
 */
public record Decision<T>(List<LogEntry> entries, T answer) {
    /** Takes an immutable copy. */
    public Decision {
        entries = List.copyOf(entries);
    }
}
