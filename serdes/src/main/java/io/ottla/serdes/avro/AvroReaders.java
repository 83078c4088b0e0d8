package io.ottla.serdes.avro;

import io.ottla.serdes.SchemaName;
import io.ottla.serdes.SerdeSettings;
import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaText;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.reflect.ReflectData;
import org.apache.avro.reflect.ReflectDatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.errors.SerializationException;

/** Readers of the schemas met so far. Thread-safe. */
final class AvroReaders {
    private static final int MOST = 1000;

    private final boolean specific;
    private final boolean reflection;
    private final boolean logicalTypes;
    private final Map<SchemaName, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Schema, DatumReader<Object>> readers = Collections.synchronizedMap(new IdentityHashMap<>());

    AvroReaders(SerdeSettings settings) {
        specific = settings.getBoolean(SerdeSettings.AVRO_SPECIFIC);
        reflection = settings.getBoolean(SerdeSettings.AVRO_REFLECTION);
        logicalTypes = settings.getBoolean(SerdeSettings.AVRO_LOGICAL_TYPES);
    }

    /** The schema of this name: the same object each time, so that its reader is found by identity. */
    Schema schema(SchemaName name, SchemaText text, RegistryClient registry) {
        if (schemas.size() > MOST) {
            schemas.clear();
            readers.clear();
        }
        return schemas.computeIfAbsent(name, unused -> AvroSchemas.parse(text, registry));
    }

    DatumReader<Object> reader(Schema writer) {
        return readers.computeIfAbsent(writer, this::make);
    }

    private DatumReader<Object> make(Schema writer) {
        if (specific && writer.getType() == Schema.Type.RECORD) {
            return new SpecificDatumReader<>(writer, classSchema(writer, SpecificData.get()));
        }
        if (reflection && writer.getType() == Schema.Type.RECORD) {
            return new ReflectDatumReader<>(writer, classSchema(writer, ReflectData.get()));
        }
        return new GenericDatumReader<>(writer, writer, logicalTypes ? LogicalTypes.data() : GenericData.get());
    }

    private static Schema classSchema(Schema writer, SpecificData data) {
        Class<?> type = data.getClass(writer);
        if (type == null) {
            throw new SerializationException(
                    "there is no class " + writer.getFullName()
                            + " to read records of that schema into; without specific.avro.reader they are read as generic records");
        }
        return data.getSchema(type);
    }
}
