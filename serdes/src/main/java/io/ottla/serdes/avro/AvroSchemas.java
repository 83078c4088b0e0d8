package io.ottla.serdes.avro;

import io.ottla.serdes.SchemaSources;
import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaText;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.reflect.ReflectData;
import org.apache.kafka.common.errors.SerializationException;

/** Avro schemas: of objects, and of what the registry keeps. */
final class AvroSchemas {
    private static final Map<Class<?>, Schema> PRIMITIVES = Map.of(
            Boolean.class, Schema.create(Schema.Type.BOOLEAN),
            Integer.class, Schema.create(Schema.Type.INT),
            Long.class, Schema.create(Schema.Type.LONG),
            Float.class, Schema.create(Schema.Type.FLOAT),
            Double.class, Schema.create(Schema.Type.DOUBLE));
    private static final Schema STRING = Schema.create(Schema.Type.STRING);
    private static final Schema BYTES = Schema.create(Schema.Type.BYTES);

    private AvroSchemas() {}

    /** The schema an object is written with. */
    static Schema of(Object value, boolean reflection) {
        if (value instanceof GenericContainer container) {
            return container.getSchema();
        } else if (value instanceof CharSequence) {
            return STRING;
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            return BYTES;
        }
        Optional<Schema> primitive = Optional.ofNullable(PRIMITIVES.get(value.getClass()));
        if (primitive.isEmpty() && reflection) {
            return ReflectData.get().getSchema(value.getClass());
        }
        return primitive.orElseThrow(
                () -> new SerializationException("a " + value.getClass().getName()
                        + " is nothing that Avro can write: records, strings, bytes, numbers and booleans are,"
                        + " and with schema.reflection=true any class"));
    }

    /** Reads a schema of the registry, with all it refers to. */
    static Schema parse(SchemaText text, RegistryClient registry) {
        Schema.Parser parser = new Schema.Parser();
        try {
            SchemaSources.of(text, registry).values().forEach(parser::parse);
            return parser.parse(text.text());
        } catch (SchemaParseException e) {
            throw new SerializationException(
                    "the registry holds an Avro schema that cannot be read: " + text.text(), e);
        }
    }

    /** The text to register, without the properties that only Java code wants if so asked. */
    static String text(Schema schema, boolean removeJavaProperties) {
        return removeJavaProperties ? JavaProperties.remove(schema.toString()) : schema.toString();
    }
}
