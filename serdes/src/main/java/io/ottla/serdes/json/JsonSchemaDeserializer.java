package io.ottla.serdes.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.serdes.Registries;
import io.ottla.serdes.SchemaName;
import io.ottla.serdes.SchemaSources;
import io.ottla.serdes.SerdeSettings;
import io.ottla.serdes.SubjectNaming;
import io.ottla.serdes.WireFormat;
import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaText;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that was written with a registered schema, into the class that {@code json.value.type} or {@code json.key.type}
 * names; without one, objects become maps. See {@link SerdeSettings}. Thread-safe once configured.
 *
 * @param <T> what is read
 */
public final class JsonSchemaDeserializer<T> implements Deserializer<T> {
    private final JsonSchemas schemas = new JsonSchemas();
    private @Nullable SerdeSettings settings;
    private @Nullable RegistryClient registry;
    private @Nullable ObjectMapper mapper;
    private Class<?> type = Object.class;

    /** Made by a client, which then configures it. */
    public JsonSchemaDeserializer() {}

    @Override
    public void configure(Map<String, ?> given, boolean isKey) {
        SerdeSettings read = new SerdeSettings(given, isKey);
        settings = read;
        registry = Registries.of(read);
        mapper = JsonMapper.of(read);
        Class<?> asked = read.getClass(isKey ? SerdeSettings.JSON_KEY_TYPE : SerdeSettings.JSON_VALUE_TYPE);
        type = asked == null ? Object.class : asked;
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        return deserialize(topic, null, bytes);
    }

    @Override
    @SuppressWarnings("unchecked") // the type parameter is the user's promise about what the topic holds
    public @Nullable T deserialize(String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ObjectMapper json = Objects.requireNonNull(mapper, "not configured");
        SerdeSettings config = Objects.requireNonNull(settings, "not configured");
        WireFormat.Framed framed = WireFormat.read(topic, headers, config.isKey(), bytes);
        try {
            if (config.getBoolean(SerdeSettings.JSON_FAIL_INVALID)) {
                check(topic, framed.schema(), json.readTree(framed.bytes(), framed.begin(), framed.length()));
            }
            return (T) json.readValue(framed.bytes(), framed.begin(), framed.length(), type);
        } catch (IOException e) {
            throw new SerializationException(
                    "a record of topic " + topic + " cannot be read as a " + type.getName(), e);
        }
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private void check(String topic, SchemaName name, JsonNode data) {
        RegistryClient client = Objects.requireNonNull(registry, "not configured");
        boolean key = Objects.requireNonNull(settings, "not configured").isKey();
        SchemaText schema = name.text(client, SubjectNaming.TOPIC.subject(topic, key, null));
        schemas.validate(schema.text(), SchemaSources.of(schema, client), data);
    }
}
