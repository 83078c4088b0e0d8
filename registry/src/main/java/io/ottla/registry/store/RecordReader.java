package io.ottla.registry.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.Reference;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.state.Config;
import io.ottla.registry.state.LogEntry;
import io.ottla.registry.state.Mode;
import io.ottla.registry.state.SchemaContent;
import io.ottla.registry.state.SchemaVersion;
import io.ottla.registry.state.SubjectName;
import io.ottla.registry.state.VersionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the records that {@link RecordFormat} writes, and those of other registries, which may leave fields out. */
final class RecordReader {
    private RecordReader() {}

    static Optional<LogEntry> read(JsonNode key, Optional<JsonNode> value, long timestamp) {
        SubjectName subject = subject(key);
        return switch (key.path("keytype").asText()) {
            case "SCHEMA" -> Optional.of(schema(new VersionKey(subject, version(key)), value, timestamp));
            case "DELETE_SUBJECT" -> value.map(content -> new LogEntry.SubjectDeleted(subject, version(content)));
            case "CLEAR_SUBJECT" -> value.map(content -> new LogEntry.SubjectCleared(subject));
            case "CONFIG" ->
                Optional.of(
                        value.isPresent()
                                ? new LogEntry.ConfigPut(subject, Config.of(value.get()))
                                : new LogEntry.ConfigRemoved(subject));
            case "MODE" -> Optional.of(mode(subject, value));
            case "CONTEXT" -> Optional.of(context(key.path("context").asText(), value));
            case "NOOP" -> value.filter(content -> content.has("highestIds")).map(RecordReader::idsUsed);
            default -> throw new InvalidSchema("unknown keytype " + key.path("keytype"));
        };
    }

    private static SubjectName subject(JsonNode key) {
        String name = key.path("subject").textValue();
        return name == null ? SubjectName.GLOBAL : SubjectName.of(name);
    }

    private static int version(JsonNode node) {
        JsonNode version = node.path("version");
        if (!version.canConvertToInt()) {
            throw new InvalidSchema("no version in " + node);
        }
        return version.intValue();
    }

    private static LogEntry schema(VersionKey key, Optional<JsonNode> value, long timestamp) {
        if (value.isEmpty()) {
            return new LogEntry.SchemaRemoved(key);
        }
        JsonNode content = value.get();
        String typeName = content.path("schemaType").asText("AVRO");
        SchemaType type =
                SchemaType.named(typeName).orElseThrow(() -> new InvalidSchema("unknown schemaType " + typeName));
        SchemaContent schema = new SchemaContent(
                type,
                content.path("schema").asText(),
                references(content.path("references")),
                document(content, "metadata"),
                document(content, "ruleSet"));
        return new LogEntry.SchemaPut(new SchemaVersion(
                key.subject(),
                key.version(),
                content.path("id").asInt(),
                schema,
                content.path("deleted").asBoolean(),
                timestamp));
    }

    private static List<Reference> references(JsonNode list) {
        List<Reference> result = new ArrayList<>();
        list.forEach(reference -> result.add(new Reference(
                reference.path("name").asText(),
                reference.path("subject").asText(),
                reference.path("version").asInt())));
        return result;
    }

    private static @Nullable JsonNode document(JsonNode content, String field) {
        JsonNode document = content.path(field);
        return document.isObject() ? document : null;
    }

    private static LogEntry mode(SubjectName scope, Optional<JsonNode> value) {
        Optional<Mode> mode =
                value.flatMap(content -> Mode.named(content.path("mode").asText()));
        return mode.isPresent() ? new LogEntry.ModePut(scope, mode.get()) : new LogEntry.ModeRemoved(scope);
    }

    private static LogEntry context(String context, Optional<JsonNode> value) {
        return value.isPresent() ? new LogEntry.ContextPut(context) : new LogEntry.ContextRemoved(context);
    }

    private static LogEntry idsUsed(JsonNode value) {
        Map<String, Integer> highest = new HashMap<>();
        value.path("highestIds")
                .properties()
                .forEach(id -> highest.put(id.getKey(), id.getValue().asInt()));
        return new LogEntry.IdsUsed(highest);
    }
}
