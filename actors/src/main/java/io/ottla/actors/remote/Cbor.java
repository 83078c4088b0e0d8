package io.ottla.actors.remote;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import org.apache.kafka.common.Uuid;

/** The one form in which records are stored and sent: CBOR by field name, so that fields can be added later. */
public final class Cbor {
    private Cbor() {}

    /** A mapper that also knows Kafka's ids and optional values, and ignores fields that a newer version added. */
    public static ObjectMapper mapper(Module... more) {
        return mapper(new CBORFactory(), more);
    }

    /** Like {@link #mapper}, for many records of the same kinds: what repeats, as names of fields do, is written once. */
    public static ObjectMapper compactMapper() {
        return mapper(
                CBORFactory.builder().enable(CBORGenerator.Feature.STRINGREF).build());
    }

    private static ObjectMapper mapper(CBORFactory form, Module... more) {
        return CBORMapper.builder(form)
                .addModule(new Jdk8Module())
                .addModule(new SimpleModule()
                        .addSerializer(Uuid.class, new UuidWriter())
                        .addDeserializer(Uuid.class, new UuidReader()))
                .addModules(more)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
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
