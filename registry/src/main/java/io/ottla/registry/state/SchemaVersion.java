package io.ottla.registry.state;

/**
 * A schema under a subject.
 *
 * @param subject the subject
 * @param version from 1, rising within the subject
 * @param id in the subject's context; equal contents have equal ids
 * @param content the schema
 * @param deleted whether it was deleted softly: hidden, but data written with it can still be read
 * @param timestamp when it was written, in milliseconds since 1970; 0 before it is
 */
public record SchemaVersion(
        SubjectName subject, int version, int id, SchemaContent content, boolean deleted, long timestamp) {

    /** The same, deleted softly. */
    public SchemaVersion asDeleted() {
        return new SchemaVersion(subject, version, id, content, true, timestamp);
    }

    /** Its place. */
    public VersionKey key() {
        return new VersionKey(subject, version);
    }
}
