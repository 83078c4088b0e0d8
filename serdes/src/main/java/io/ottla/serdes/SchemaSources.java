package io.ottla.serdes;

import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaReference;
import io.ottla.serdes.registry.SchemaText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;

/** Collects the sources of the schemas that a schema builds on. */
public final class SchemaSources {
    private static final int MOST = 1000;

    private SchemaSources() {}

    /**
     * The sources of all that the schema refers to, directly or not, by the name it is referred to with; what others build on
     * comes before them.
     *
     * @throws SerializationException if there are more than a thousand
     */
    public static Map<String, String> of(SchemaText schema, RegistryClient registry) {
        Map<String, String> sources = new LinkedHashMap<>();
        collect(schema, registry, sources, 0);
        return sources;
    }

    private static void collect(SchemaText schema, RegistryClient registry, Map<String, String> sources, int depth) {
        if (depth > MOST || sources.size() > MOST) {
            throw new SerializationException("a schema refers to more than " + MOST + " others, or to itself");
        }
        for (SchemaReference reference : schema.references()) {
            if (!sources.containsKey(reference.name())) {
                SchemaText referred = registry.version(reference.subject(), reference.version())
                        .schema();
                collect(referred, registry, sources, depth + 1);
                sources.put(reference.name(), referred.text());
            }
        }
    }
}
