package io.ottla.registry.state;

import io.ottla.registry.schema.Reference;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.schema.TagChange;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A registry without a log: decisions are replayed at once. */
final class Model {
    final SchemaReader reader = new SchemaReader();
    final Registration registration = new Registration(reader, 1 << 20);
    final Lookups lookups = new Lookups(reader);
    final List<LogEntry> log = new ArrayList<>();
    RegistryImage image = RegistryImage.EMPTY;

    <T> T apply(Decision<T> decision) {
        for (LogEntry entry : decision.entries()) {
            log.add(entry);
            image = Replay.apply(image, entry);
        }
        return decision.answer();
    }

    SchemaVersion register(String subject, SchemaContent content) {
        return apply(registration.register(image, request(subject, content)));
    }

    SchemaVersion register(String subject, String avro) {
        return register(subject, SchemaContent.of(SchemaType.AVRO, avro));
    }

    SchemaVersion importSchema(String subject, String avro, int id, int version) {
        return apply(registration.register(
                image,
                new Registration.Request(
                        SubjectName.of(subject),
                        SchemaContent.of(SchemaType.AVRO, avro),
                        OptionalInt.of(id),
                        OptionalInt.of(version),
                        false,
                        TagChange.NONE)));
    }

    List<Integer> delete(String subject, boolean permanent) {
        return apply(Deletions.subject(image, SubjectName.of(subject), permanent));
    }

    int delete(String subject, String version, boolean permanent) {
        return apply(Deletions.version(image, SubjectName.of(subject), version, permanent));
    }

    void level(String scope, CompatibilityLevel level) {
        apply(new Decision<>(
                List.of(new LogEntry.ConfigPut(
                        SubjectName.of(scope), Config.none().with(level))),
                level));
    }

    void mode(String scope, String mode, boolean force) {
        apply(Settings.putMode(image, SubjectName.of(scope), mode, force));
    }

    static Registration.Request request(String subject, SchemaContent content) {
        return Registration.Request.of(SubjectName.of(subject), content);
    }

    static SchemaContent referring(String avro, Reference... references) {
        return new SchemaContent(SchemaType.AVRO, avro, List.of(references), null, null);
    }

    /** A record with fields of type int; a name ending in ! has a default. */
    static String record(String... fields) {
        StringBuilder text = new StringBuilder("{\"type\":\"record\",\"name\":\"R\",\"fields\":[");
        for (String field : fields) {
            boolean defaulted = field.endsWith("!");
            text.append(text.charAt(text.length() - 1) == '[' ? "" : ",")
                    .append("{\"name\":\"")
                    .append(field.replace("!", ""))
                    .append("\",\"type\":\"int\"")
                    .append(defaulted ? ",\"default\":0" : "")
                    .append('}');
        }
        return text.append("]}").toString();
    }
}
