package io.ottla.registry.state;

import java.util.UUID;

/**
 * Leaves a decision at the rule that is broken. Thrown by this package alone and caught at one place, where it becomes a {@link
 * Refusal}, which is what callers of the registry see.
 */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    Refused(int code, String message) {
        super(message, null, false, false);
        this.refusal = new Refusal(code, message);
    }

    /** What the client is told. */
    public Refusal refusal() {
        return refusal;
    }

    static Refused subjectNotFound(SubjectName subject) {
        return new Refused(40401, "Subject '" + subject + "' not found.");
    }

    static Refused versionNotFound(int version) {
        return new Refused(40402, "Version " + version + " not found.");
    }

    /** No schema under this id. */
    public static Refused schemaNotFound(int id) {
        return new Refused(40403, "Schema " + id + " not found");
    }

    /** No schema under this guid. */
    public static Refused schemaNotFound(UUID guid) {
        return new Refused(40403, "Schema " + guid + " not found");
    }

    static Refused schemaNotFound() {
        return new Refused(40403, "Schema not found");
    }

    static Refused subjectDeletedBefore(SubjectName subject) {
        return new Refused(
                40404, "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently");
    }

    static Refused subjectNotDeletedBefore(SubjectName subject) {
        return new Refused(40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
    }

    static Refused versionDeletedBefore(VersionKey key) {
        return new Refused(
                40406,
                "Subject '" + key.subject() + "' Version " + key.version()
                        + " was soft deleted. Set permanent=true to delete permanently");
    }

    static Refused versionNotDeletedBefore(VersionKey key) {
        return new Refused(
                40407,
                "Subject '" + key.subject() + "' Version " + key.version()
                        + " was not deleted first before being permanently deleted");
    }

    static Refused noConfig(SubjectName subject) {
        return new Refused(40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static Refused noMode(SubjectName subject) {
        return new Refused(40409, "Subject '" + subject + "' does not have subject-level mode configured");
    }

    static Refused incompatible(SubjectName subject, String details) {
        return new Refused(
                40901,
                "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                        + "\", details: " + details);
    }

    /** Not a schema, or not of a known type, or referring to what is not there. */
    public static Refused invalidSchema(String why) {
        return new Refused(42201, "Invalid schema: " + why);
    }

    /** Not a version. */
    public static Refused invalidVersion(String version) {
        return new Refused(
                42202,
                "The specified version '" + version
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");
    }

    /** Not a level. */
    public static Refused invalidLevel() {
        return new Refused(
                42203,
                "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive,"
                        + " forward_transitive, and full_transitive");
    }

    /** Not a mode, or not one for this scope. */
    public static Refused invalidMode() {
        return new Refused(
                42204, "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, IMPORT, and FORWARD");
    }

    static Refused notPermitted(String why) {
        return new Refused(42205, why);
    }

    static Refused referenced(VersionKey key) {
        return new Refused(
                42206,
                "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=" + key.subject()
                        + ",version=" + key.version() + "}.");
    }

    static Refused idDoesNotMatch(int given, int registered) {
        return new Refused(
                42207, "The schema is registered with id " + registered + ", which does not match id " + given);
    }

    static Refused invalidSubject(SubjectName subject) {
        return new Refused(42208, "The specified subject '" + subject + "' is not a valid subject.");
    }

    /** A schema that does not fit into what may be written. */
    public static Refused schemaTooLarge(int limit) {
        return new Refused(42209, "Schema too large: the limit is " + limit + " bytes");
    }

    static Refused invalidRuleSet(String why) {
        return new Refused(42210, "Invalid rule set: " + why);
    }

    static Refused contextNotEmpty(String context) {
        return new Refused(42211, "The specified context '" + context + "' is not empty.");
    }
}
