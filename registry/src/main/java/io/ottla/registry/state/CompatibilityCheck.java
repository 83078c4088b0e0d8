package io.ottla.registry.state;

import io.ottla.registry.schema.Incompatibility;
import io.ottla.registry.schema.ParsedSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a schema with those before it, as the configured level asks. */
final class CompatibilityCheck {
    private final SchemaReader reader;

    CompatibilityCheck(SchemaReader reader) {
        this.reader = reader;
    }

    /** What is wrong with registering the candidate; empty if nothing is. */
    List<String> problems(RegistryImage image, SubjectName subject, Candidate candidate) {
        Config config = image.config(subject);
        CompatibilityLevel level = config.level().orElse(CompatibilityLevel.BACKWARD);
        List<SchemaVersion> group = image.liveVersions(subject).stream()
                .filter(schema -> isInGroup(config, candidate.content(), schema.content()))
                .toList();
        List<SchemaVersion> compared =
                level.isTransitive() || group.isEmpty() ? group : group.subList(group.size() - 1, group.size());
        return problems(image, level, candidate, compared);
    }

    /** What is wrong with the candidate beside one version. */
    List<String> problemsWith(RegistryImage image, SchemaVersion schema, Candidate candidate) {
        CompatibilityLevel level = image.config(schema.subject()).level().orElse(CompatibilityLevel.BACKWARD);
        return problems(image, level, candidate, List.of(schema));
    }

    /** Newest first, because the newest is what most people changed. */
    private List<String> problems(
            RegistryImage image, CompatibilityLevel level, Candidate candidate, List<SchemaVersion> compared) {
        List<String> result = new ArrayList<>();
        if (level == CompatibilityLevel.NONE) {
            return result;
        }
        for (int index = compared.size() - 1; index >= 0; index--) {
            SchemaVersion old = compared.get(index);
            List<String> found = problems(image, level, candidate, old);
            if (!found.isEmpty()) {
                result.addAll(found);
                result.add("{oldSchemaVersion: " + old.version() + "}");
                result.add("{oldSchema: '" + old.content().text() + "'}");
                result.add("{compatibility: '" + level + "'}");
                return result;
            }
        }
        return result;
    }

    private List<String> problems(
            RegistryImage image, CompatibilityLevel level, Candidate candidate, SchemaVersion oldSchema) {
        if (candidate.content().type() != oldSchema.content().type()) {
            return List.of(told(
                    "SCHEMA_TYPE_CHANGED",
                    "The new schema is of type " + candidate.content().type() + ", the old one of type "
                            + oldSchema.content().type()));
        }
        ParsedSchema old = reader.read(image, oldSchema);
        List<String> result = new ArrayList<>();
        if (level.newReadsOld()) {
            candidate.parsed().whyItCannotRead(old).forEach(found -> result.add(told(found, "new", "old")));
        }
        if (level.oldReadsNew()) {
            old.whyItCannotRead(candidate.parsed()).forEach(found -> result.add(told(found, "old", "new")));
        }
        return result;
    }

    private static String told(Incompatibility found, String reading, String writing) {
        return told(
                found.kind(),
                found.description()
                        .replace("reading schema", reading + " schema")
                        .replace("writing schema", writing + " schema")
                        .replace("reading union", reading + " union"));
    }

    private static String told(String kind, String description) {
        return "{errorType:'" + kind + "', description:'" + description + "'}";
    }

    /** Schemas in different groups, by a property of their metadata, are not compared. */
    private static boolean isInGroup(Config config, SchemaContent candidate, SchemaContent old) {
        Optional<String> property = config.text("compatibilityGroup").filter(name -> !name.isEmpty());
        return property.isEmpty() || candidate.property(property.get()).equals(old.property(property.get()));
    }
}
