package io.ottla.actors.metadata;

import akka.serialization.JSerializer;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Stores {@link MetadataEvent}s as CBOR; the event's name is in the data, so an unknown one is refused by name. */
public final class MetadataEventSerializer extends JSerializer {
    /** Akka's number for this serializer; never given to another. */
    private static final int IDENTIFIER = 740_001;

    private final ObjectMapper mapper = CBORMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule()
                    .addSerializer(Uuid.class, new UuidWriter())
                    .addDeserializer(Uuid.class, new UuidReader()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public boolean includeManifest() {
        return false;
    }

    @Override
    public byte[] toBinary(Object event) {
        try {
            return mapper.writerFor(MetadataEvent.class).writeValueAsBytes(event);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("cannot store " + event, e);
        }
    }

    @Override
    public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
        try {
            return mapper.readValue(bytes, MetadataEvent.class);
        } catch (IOException e) {
            throw new UncheckedIOException("an event in the journal cannot be read", e);
        }
    }

    private static final class UuidWriter extends StdSerializer<Uuid> {
        UuidWriter() {
            super(Uuid.class);
        }

        @Override
        public void serialize(Uuid value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }
    }

    private static final class UuidReader extends StdDeserializer<Uuid> {
        UuidReader() {
            super(Uuid.class);
        }

        @Override
        public Uuid deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Uuid.fromString(json.getText());
        }
    }
}
