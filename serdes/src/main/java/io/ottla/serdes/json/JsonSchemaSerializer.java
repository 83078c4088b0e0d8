package io.ottla.serdes.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.serdes.Registries;
import io.ottla.serdes.SchemaSources;
import io.ottla.serdes.SerdeSettings;
import io.ottla.serdes.WireFormat;
import io.ottla.serdes.WriterSchemas;
import io.ottla.serdes.registry.RegisteredSchema;
import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaKind;
import io.ottla.serdes.registry.SchemaText;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects as JSON whose schema is registered: the schema of the object's class, or the one that comes with a {@link
 * JsonRecord}. See {@link SerdeSettings}. Thread-safe once configured.
 *
 * @param <T> what is written
 */
public final class JsonSchemaSerializer<T> implements Serializer<T> {
    private final JsonSchemas classes = new JsonSchemas();
    private @Nullable SerdeSettings settings;
    private @Nullable RegistryClient registry;
    private @Nullable WriterSchemas schemas;
    private @Nullable ObjectMapper mapper;

    /** Made by a client, which then configures it. */
    public JsonSchemaSerializer() {}

    @Override
    public void configure(Map<String, ?> given, boolean isKey) {
        SerdeSettings read = new SerdeSettings(given, isKey);
        RegistryClient client = Registries.of(read);
        settings = read;
        registry = client;
        schemas = new WriterSchemas(client, read);
        mapper = JsonMapper.of(read);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        return serialize(topic, null, value);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Headers headers, @Nullable T value) {
        if (value == null) {
            return null;
        }
        SerdeSettings config = Objects.requireNonNull(settings, "not configured");
        ObjectMapper json = Objects.requireNonNull(mapper, "not configured");
        JsonNode schema = value instanceof JsonRecord given ? given.schema() : classes.of(value.getClass());
        String subject = config.naming().subject(topic, config.isKey(), JsonSchemas.name(schema));
        RegisteredSchema registered = Objects.requireNonNull(schemas, "not configured")
                .choose(subject, SchemaText.of(SchemaKind.JSON, schema.toString()));
        Object data = value instanceof JsonRecord given ? given.data() : value;
        try {
            if (config.getBoolean(SerdeSettings.JSON_FAIL_INVALID)) {
                check(registered.schema(), json.valueToTree(data));
            }
            return WireFormat.write(config, registered, headers, json.writeValueAsBytes(data));
        } catch (JacksonException e) {
            throw new SerializationException(
                    "cannot write a " + value.getClass().getName() + " as JSON", e);
        }
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private void check(SchemaText schema, JsonNode data) {
        RegistryClient client = Objects.requireNonNull(registry, "not configured");
        classes.validate(schema.text(), SchemaSources.of(schema, client), data);
    }
}
