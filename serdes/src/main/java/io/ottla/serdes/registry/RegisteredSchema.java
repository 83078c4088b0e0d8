package io.ottla.serdes.registry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of a subject.
 *
 * @param id the number by which records name the schema
 * @param version its version in the subject, from 1 on
 * @param schema the schema
 * @param guid the name it has in every context; null if the registry does not tell one
 */
public record RegisteredSchema(
        int id, int version, SchemaText schema, @Nullable UUID guid) {
    /** Without a guid. */
    public RegisteredSchema(int id, int version, SchemaText schema) {
        this(id, version, schema, null);
    }
}
