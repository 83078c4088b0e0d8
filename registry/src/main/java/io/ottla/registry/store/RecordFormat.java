package io.ottla.registry.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.state.LogEntry;
import io.ottla.registry.state.SchemaVersion;
import io.ottla.registry.state.SubjectName;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The records of {@code _schemas}: JSON with members in a fixed order, so that equal keys are equal bytes, as compaction and the
 * tools that mirror the topic need it.
 *
 * <pre>
 * {"keytype":"SCHEMA","subject":s,"version":n,"magic":1}   the schema, or null when it is gone for good
 * {"keytype":"CONFIG","subject":s,"magic":0}               the configuration of s (null: of everything), or null
 * {"keytype":"MODE","subject":s,"magic":0}                 the mode of s (null: of everything), or null
 * {"keytype":"DELETE_SUBJECT","subject":s,"magic":0}       {"subject":s,"version":n}: deleted softly up to n
 * {"keytype":"CLEAR_SUBJECT","subject":s,"magic":0}        {"subject":s}: what was deleted softly is gone
 * {"keytype":"CONTEXT","tenant":"default","context":c,"magic":0}
 * {"keytype":"NOOP","magic":0}                             null, or {"highestIds":{c:n}}, which other tools pass over
 * </pre>
 */
final class RecordFormat {
    private static final int SCHEMA_MAGIC = 1;
    private static final int OTHER_MAGIC = 0;

    private RecordFormat() {}

    /**
     * Key and value of one record.
     *
     * @param value null says that what the key names is gone
     */
    record Encoded(String key, @Nullable String value) {
        /** How long both are. */
        long bytes() {
            String text = value == null ? "" : value;
            return (long) Utils.utf8Length(key) + Utils.utf8Length(text);
        }
    }

    static Encoded encode(LogEntry entry) {
        if (entry instanceof LogEntry.SchemaPut put) {
            return encoded(schemaKey(put.schema().subject(), put.schema().version()), SchemaValue.of(put.schema()));
        } else if (entry instanceof LogEntry.SchemaRemoved removed) {
            return encoded(schemaKey(removed.key().subject(), removed.key().version()), null);
        } else if (entry instanceof LogEntry.SubjectDeleted deleted) {
            ObjectNode value = JsonText.object();
            value.put("subject", deleted.subject().qualified()).put("version", deleted.version());
            return encoded(key("DELETE_SUBJECT", deleted.subject().qualified()), value);
        } else if (entry instanceof LogEntry.SubjectCleared cleared) {
            String subject = cleared.subject().qualified();
            return encoded(key("CLEAR_SUBJECT", subject), JsonText.object().put("subject", subject));
        } else if (entry instanceof LogEntry.ConfigPut put) {
            ObjectNode value = JsonText.object();
            value.put("subject", scope(put.scope()));
            put.config().inOrder((field, content) -> value.set(field, content));
            return encoded(key("CONFIG", scope(put.scope())), value);
        } else if (entry instanceof LogEntry.ConfigRemoved removed) {
            return encoded(key("CONFIG", scope(removed.scope())), null);
        } else if (entry instanceof LogEntry.ModePut put) {
            ObjectNode value = JsonText.object();
            value.put("subject", scope(put.scope())).put("mode", put.mode().name());
            return encoded(key("MODE", scope(put.scope())), value);
        } else if (entry instanceof LogEntry.ModeRemoved removed) {
            return encoded(key("MODE", scope(removed.scope())), null);
        }
        return encodeOther(entry);
    }

    private static Encoded encodeOther(LogEntry entry) {
        if (entry instanceof LogEntry.ContextPut put) {
            ObjectNode value = JsonText.object();
            value.put("tenant", "default").put("context", put.context());
            return encoded(contextKey(put.context()), value);
        } else if (entry instanceof LogEntry.ContextRemoved removed) {
            return encoded(contextKey(removed.context()), null);
        }
        ObjectNode value = JsonText.object();
        ObjectNode highest = value.putObject("highestIds");
        ((LogEntry.IdsUsed) entry).highest().forEach(highest::put);
        return encoded(JsonText.object().put("keytype", "NOOP").put("magic", OTHER_MAGIC), value);
    }

    /**
     * What a record says; nothing if it says nothing, such as a mark of another registry.
     *
     * @throws InvalidSchema if it is none of the registry's records
     */
    static Optional<LogEntry> decode(@Nullable String key, @Nullable String value, long timestamp) {
        if (key == null) {
            throw new InvalidSchema("a record without a key");
        }
        JsonNode name = JsonText.parse(key);
        Optional<JsonNode> content =
                Optional.ofNullable(value).map(JsonText::parse).filter(JsonNode::isObject);
        return RecordReader.read(name, content, timestamp);
    }

    private static @Nullable String scope(SubjectName scope) {
        return scope.equals(SubjectName.GLOBAL) ? null : scope.qualified();
    }

    private static ObjectNode schemaKey(SubjectName subject, int version) {
        return JsonText.object()
                .put("keytype", "SCHEMA")
                .put("subject", subject.qualified())
                .put("version", version)
                .put("magic", SCHEMA_MAGIC);
    }

    private static ObjectNode key(String type, @Nullable String subject) {
        return JsonText.object().put("keytype", type).put("subject", subject).put("magic", OTHER_MAGIC);
    }

    private static ObjectNode contextKey(String context) {
        return JsonText.object()
                .put("keytype", "CONTEXT")
                .put("tenant", "default")
                .put("context", context)
                .put("magic", OTHER_MAGIC);
    }

    private static Encoded encoded(JsonNode key, @Nullable JsonNode value) {
        return new Encoded(JsonText.compact(key), value == null ? null : JsonText.compact(value));
    }

    /** The value of a schema's record. */
    private static final class SchemaValue {
        private SchemaValue() {}

        static ObjectNode of(SchemaVersion schema) {
            ObjectNode value = JsonText.object();
            value.put("subject", schema.subject().qualified());
            value.put("version", schema.version());
            value.put("id", schema.id());
            value.put("guid", schema.content().guid().toString());
            if (schema.content().type() != SchemaType.AVRO) {
                value.put("schemaType", schema.content().type().name());
            }
            if (!schema.content().references().isEmpty()) {
                ArrayNode references = value.putArray("references");
                schema.content()
                        .references()
                        .forEach(reference -> references
                                .addObject()
                                .put("name", reference.name())
                                .put("subject", reference.subject())
                                .put("version", reference.version()));
            }
            if (schema.content().metadata() != null) {
                value.set("metadata", schema.content().metadata());
            }
            if (schema.content().ruleSet() != null) {
                value.set("ruleSet", schema.content().ruleSet());
            }
            value.put("schema", schema.content().text());
            value.put("deleted", schema.deleted());
            return value;
        }
    }
}
