package io.ottla.registry.state;

import java.util.Map;

/** What one record of the registry's log says. The state is the replay of all of them, in order. */
public sealed interface LogEntry {
    /** A schema is there, as described; also when only its deleted flag has changed. */
    record SchemaPut(SchemaVersion schema) implements LogEntry {}

    /** A version is gone for good. */
    record SchemaRemoved(VersionKey key) implements LogEntry {}

    /** All versions up to this one are deleted softly. */
    record SubjectDeleted(SubjectName subject, int version) implements LogEntry {}

    /** What was deleted softly under a subject is gone for good. */
    record SubjectCleared(SubjectName subject) implements LogEntry {}

    /** The configuration of a scope: a subject, a context, or {@link SubjectName#GLOBAL}. */
    record ConfigPut(SubjectName scope, Config config) implements LogEntry {}

    /** A scope inherits its configuration again. */
    record ConfigRemoved(SubjectName scope) implements LogEntry {}

    /** The mode of a scope. */
    record ModePut(SubjectName scope, Mode mode) implements LogEntry {}

    /** A scope inherits its mode again. */
    record ModeRemoved(SubjectName scope) implements LogEntry {}

    /** A context is known, even if it is empty. */
    record ContextPut(String context) implements LogEntry {}

    /** A context is known only as long as there is something in it. */
    record ContextRemoved(String context) implements LogEntry {}

    /**
     * Ids up to these were given out once. Compaction may forget the schemas that had them; they must not be given again.
     *
     * @param highest by context
     */
    record IdsUsed(Map<String, Integer> highest) implements LogEntry {
        /** Takes an immutable copy. */
        public IdsUsed {
            highest = Map.copyOf(highest);
        }
    }
}
