package io.ottla.serdes.avro;

import io.ottla.serdes.Registries;
import io.ottla.serdes.SerdeSettings;
import io.ottla.serdes.WireFormat;
import io.ottla.serdes.WriterSchemas;
import io.ottla.serdes.registry.RegisteredSchema;
import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaKind;
import io.ottla.serdes.registry.SchemaText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.reflect.ReflectDatumWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro: generic and generated records, strings, bytes, numbers and booleans, and with {@code schema.reflection} any
 * class. See {@link SerdeSettings} for its settings. Thread-safe once configured.
 *
 * @param <T> what is written
 */
public final class AvroSerializer<T> implements Serializer<T> {
    /** Schemas of records are few objects that live long; comparing them anew for each record would cost more than writing it. */
    private final Map<Schema, SchemaText> texts = Collections.synchronizedMap(new WeakHashMap<>());

    private @Nullable SerdeSettings settings;
    private @Nullable RegistryClient registry;
    private @Nullable WriterSchemas schemas;

    /** Made by a client, which then configures it. */
    public AvroSerializer() {}

    @Override
    public void configure(Map<String, ?> given, boolean isKey) {
        SerdeSettings read = new SerdeSettings(given, isKey);
        RegistryClient client = Registries.of(read);
        settings = read;
        registry = client;
        schemas = new WriterSchemas(client, read);
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
        WriterSchemas choice = Objects.requireNonNull(schemas, "not configured");
        boolean reflection = config.getBoolean(SerdeSettings.AVRO_REFLECTION);
        try {
            Schema own = AvroSchemas.of(value, reflection);
            String subject = config.naming().subject(topic, config.isKey(), nameOf(own));
            RegisteredSchema registered = choice.choose(subject, textOf(own, config));
            Schema writer = choice.writesWithOwn() ? own : parsed(registered.schema());
            return WireFormat.write(config, registered, headers, encode(value, writer, reflection, config));
        } catch (IOException | AvroRuntimeException | SecurityException e) {
            throw new SerializationException(
                    "cannot write a " + value.getClass().getName() + " as Avro", e);
        }
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private Schema parsed(SchemaText text) {
        return AvroSchemas.parse(text, Objects.requireNonNull(registry, "not configured"));
    }

    private SchemaText textOf(Schema schema, SerdeSettings config) {
        return texts.computeIfAbsent(
                schema,
                own -> SchemaText.of(
                        SchemaKind.AVRO,
                        AvroSchemas.text(own, config.getBoolean(SerdeSettings.AVRO_REMOVE_JAVA_PROPERTIES))));
    }

    private static @Nullable String nameOf(Schema schema) {
        return schema.getType() == Schema.Type.RECORD ? schema.getFullName() : null;
    }

    /** Bytes are written as they are, without Avro's length: the record has one. */
    private byte[] encode(Object value, Schema writer, boolean reflection, SerdeSettings config) throws IOException {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        writer(value, writer, reflection, config).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static DatumWriter<Object> writer(Object value, Schema schema, boolean reflection, SerdeSettings config) {
        if (value instanceof SpecificRecord) {
            return new SpecificDatumWriter<>(schema);
        }
        if (reflection) {
            return new ReflectDatumWriter<>(schema);
        }
        GenericData data =
                config.getBoolean(SerdeSettings.AVRO_LOGICAL_TYPES) ? LogicalTypes.data() : GenericData.get();
        return new GenericDatumWriter<>(schema, data);
    }
}
