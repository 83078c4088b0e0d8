package io.ottla.serdes;

import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaText;
import java.util.UUID;

/** How a record names the schema it was written with. */
public sealed interface SchemaName {
    /** The schema of this name. */
    SchemaText text(RegistryClient registry, String subject);

    /** By its number in its context, which the subject tells. */
    record Id(int id) implements SchemaName {
        @Override
        public SchemaText text(RegistryClient registry, String subject) {
            return registry.byId(subject, id);
        }

        @Override
        public String toString() {
            return Integer.toString(id);
        }
    }

    /** By what is the same in every context. */
    record Guid(UUID guid) implements SchemaName {
        @Override
        public SchemaText text(RegistryClient registry, String subject) {
            return registry.byGuid(guid);
        }

        @Override
        public String toString() {
            return guid.toString();
        }
    }
}
