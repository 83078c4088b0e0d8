package io.ottla.serdes.avro;

import io.ottla.serdes.Registries;
import io.ottla.serdes.SerdeSettings;
import io.ottla.serdes.SubjectNaming;
import io.ottla.serdes.WireFormat;
import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaText;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link AvroSerializer} and its relatives in other languages write: into generic records, or with {@code
 * specific.avro.reader=true} into generated classes. See {@link SerdeSettings}. Thread-safe once configured.
 *
 * @param <T> what is read
 */
public final class AvroDeserializer<T> implements Deserializer<T> {
    private @Nullable SerdeSettings settings;
    private @Nullable RegistryClient registry;
    private @Nullable AvroReaders readers;

    /** Made by a client, which then configures it. */
    public AvroDeserializer() {}

    @Override
    public void configure(Map<String, ?> given, boolean isKey) {
        SerdeSettings read = new SerdeSettings(given, isKey);
        settings = read;
        registry = Registries.of(read);
        readers = new AvroReaders(read);
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
        RegistryClient client = Objects.requireNonNull(registry, "not configured");
        SerdeSettings config = Objects.requireNonNull(settings, "not configured");
        WireFormat.Framed framed = WireFormat.read(topic, headers, config.isKey(), bytes);
        // The name alone stands for the schema; the subject only says in which context an id counts.
        SchemaText text = framed.schema().text(client, SubjectNaming.TOPIC.subject(topic, config.isKey(), null));
        AvroReaders reader = Objects.requireNonNull(readers, "not configured");
        Schema writer = reader.schema(framed.schema(), text, client);
        try {
            return (T) read(framed, writer, reader);
        } catch (IOException | AvroRuntimeException | SecurityException | IndexOutOfBoundsException e) {
            throw new SerializationException(
                    "a record of topic " + topic + " is no Avro data of schema " + framed.schema(), e);
        }
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private static Object read(WireFormat.Framed framed, Schema writer, AvroReaders readers) throws IOException {
        if (writer.getType() == Schema.Type.BYTES) {
            return Arrays.copyOfRange(framed.bytes(), framed.begin(), framed.bytes().length);
        }
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(framed.bytes(), framed.begin(), framed.length(), null);
        Object value = readers.reader(writer).read(null, decoder);
        return writer.getType() == Schema.Type.STRING ? value.toString() : value;
    }
}
