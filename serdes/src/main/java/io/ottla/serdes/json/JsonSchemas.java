package io.ottla.serdes.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** JSON Schemas: of classes, and the checking of data against one. Thread-safe. */
final class JsonSchemas {
    private static final int MOST = 1000;

    private final Map<Class<?>, JsonNode> ofClass = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<String, Schema> validators = new ConcurrentHashMap<>();

    /** The schema of a class: its properties by their JSON names and types. */
    JsonNode of(Class<?> type) {
        return ofClass.computeIfAbsent(type, JsonSchemas::generate);
    }

    /** The name of a schema, by which record name strategies call it. */
    static @Nullable String name(JsonNode schema) {
        return Optional.ofNullable(schema.get("title")).map(JsonNode::asText).orElse(null);
    }

    /**
     * Checks data.
     *
     * @param schema the text of the schema
     * @param references the texts of the schemas it refers to, by the name it calls them
     * @throws SerializationException that names the places which do not fit
     */
    void validate(String schema, Map<String, String> references, JsonNode data) {
        if (validators.size() > MOST) {
            validators.clear();
        }
        List<Error> errors = validators
                .computeIfAbsent(schema, text -> validator(text, references))
                .validate(data);
        if (!errors.isEmpty()) {
            throw new SerializationException("the data does not fit its JSON schema: " + errors);
        }
    }

    private static Schema validator(String schema, Map<String, String> references) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7, builder -> builder.schemas(references))
                .getSchema(schema);
    }

    private static JsonNode generate(Class<?> type) {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_7, OptionPreset.PLAIN_JSON);
        config.forTypesInGeneral().withTitleResolver(scope -> {
            Class<?> erased = scope.getType().getErasedType();
            return erased == type ? type.getSimpleName() : null;
        });
        return new SchemaGenerator(config.build()).generateSchema(type);
    }
}
