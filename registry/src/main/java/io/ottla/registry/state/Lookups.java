package io.ottla.registry.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds what clients ask for, or says what is missing. */
public final class Lookups {
    private final Candidates candidates;

    /** With a way to understand schemas. */
    public Lookups(SchemaReader reader) {
        this.candidates = new Candidates(reader);
    }

    /** Which versions are seen. */
    public enum Seen {
        /** Those that are not deleted. */
        LIVE,
        /** All of them. */
        ALL,
        /** Those that are deleted softly. */
        DELETED;

        /** Whether this one is seen. */
        public boolean sees(SchemaVersion schema) {
            return this == ALL || schema.deleted() == (this == DELETED);
        }
    }

    /**
     * The versions of a subject.
     *
     * @throws Refused with 40401 if there are none to be seen
     */
    public List<SchemaVersion> versions(RegistryImage image, SubjectName asked, Seen seen) {
        SubjectName subject = image.aliased(asked);
        List<SchemaVersion> versions =
                image.versions(subject).stream().filter(seen::sees).toList();
        if (versions.isEmpty()) {
            throw Refused.subjectNotFound(subject);
        }
        return versions;
    }

    /**
     * One version of a subject.
     *
     * @param version a number, {@code latest} or {@code -1}
     * @throws Refused with 40401, 40402 or 42202
     */
    public SchemaVersion version(RegistryImage image, SubjectName asked, String version, boolean deleted) {
        boolean latest = Versions.isLatest(version);
        int number = latest ? 0 : Versions.number(version);
        List<SchemaVersion> versions = versions(image, asked, deleted ? Seen.ALL : Seen.LIVE);
        return versions.stream()
                .filter(schema -> latest || schema.version() == number)
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> Refused.versionNotFound(number));
    }

    /**
     * The version of a subject that holds a schema, the newest if there are several.
     *
     * @throws Refused with 40401, 40403 or 42201
     */
    public SchemaVersion find(
            RegistryImage image, SubjectName asked, SchemaContent content, boolean normalize, boolean deleted) {
        SubjectName subject = image.aliased(asked);
        Collection<SchemaVersion> versions = versions(image, subject, deleted ? Seen.ALL : Seen.LIVE);
        Candidate candidate = candidates.asSent(image, subject, content, normalize);
        return versions.stream()
                .filter(schema -> candidates.isSame(image, candidate, schema))
                .reduce((older, newer) -> newer)
                .orElseThrow(Refused::schemaNotFound);
    }

    /**
     * The newest version of a subject whose metadata has all these properties.
     *
     * @throws Refused with 40401 or 40403
     */
    public SchemaVersion withProperties(
            RegistryImage image, SubjectName asked, Map<String, String> properties, boolean deleted) {
        return versions(image, asked, deleted ? Seen.ALL : Seen.LIVE).stream()
                .filter(schema -> properties.entrySet().stream()
                        .allMatch(wanted ->
                                schema.content().property(wanted.getKey()).equals(Optional.of(wanted.getValue()))))
                .reduce((older, newer) -> newer)
                .orElseThrow(Refused::schemaNotFound);
    }

    /**
     * A schema by its id; the use under the asked subject if there is one, else the first that is not deleted.
     *
     * @param asked its context counts, and its name unless it is empty
     */
    public static Optional<SchemaVersion> byId(RegistryImage image, SubjectName asked, int id) {
        List<SchemaVersion> uses = image.uses(asked.context(), id);
        return uses.stream()
                .filter(schema -> schema.subject().equals(asked))
                .reduce((older, newer) -> newer)
                .or(() -> uses.stream().filter(schema -> !schema.deleted()).findFirst())
                .or(() -> uses.stream().findFirst());
    }

    /** A schema by its guid, in whatever context it is first found. */
    public static Optional<SchemaVersion> byGuid(RegistryImage image, UUID guid) {
        return image.idsOf(guid).entrySet().stream()
                .flatMap(id -> image.uses(id.getKey(), id.getValue()).stream())
                .findFirst();
    }

    /**
     * Where an id is used.
     *
     * @throws Refused with 40403 if nowhere
     */
    public static List<SchemaVersion> uses(RegistryImage image, SubjectName asked, int id, boolean deleted) {
        List<SchemaVersion> uses = image.uses(asked.context(), id).stream()
                .filter(schema -> asked.name().isEmpty() || schema.subject().equals(asked))
                .toList();
        if (uses.isEmpty()) {
            throw Refused.schemaNotFound(id);
        }
        return uses.stream().filter((deleted ? Seen.ALL : Seen.LIVE)::sees).toList();
    }

    /** Whether a schema has a rule of this type. */
    public static boolean hasRule(SchemaVersion schema, String type) {
        JsonNode ruleSet = schema.content().ruleSet();
        return ruleSet != null
                && ruleSet.valueStream()
                        .flatMap(JsonNode::valueStream)
                        .anyMatch(rule -> type.equals(rule.path("type").textValue()));
    }
}
