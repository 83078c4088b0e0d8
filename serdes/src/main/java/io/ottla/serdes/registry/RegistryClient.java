package io.ottla.serdes.registry;

import java.util.UUID;

/** What serializers ask of a schema registry. Implementations are thread-safe; every method may throw {@link RegistryException}. */
public interface RegistryClient extends AutoCloseable {

    /**
     * Registers a schema, or finds the one that is registered already.
     *
     * @param normalize whether schemas that differ only in their writing count as the same
     */
    RegisteredSchema register(String subject, SchemaText schema, boolean normalize);

    /** Finds a schema in a subject. */
    RegisteredSchema lookup(String subject, SchemaText schema, boolean normalize);

    /**
     * The schema with this id.
     *
     * @param subject where to look for it; ids belong to the subject's context
     */
    SchemaText byId(String subject, int id);

    /** The schema with this guid, whatever its context. */
    SchemaText byGuid(UUID guid);

    /** The newest version of a subject. */
    RegisteredSchema latest(String subject);

    /** One version of a subject, deleted or not: schemas that build on it still need it. */
    RegisteredSchema version(String subject, int version);

    /** Gives up what the client holds. */
    @Override
    default void close() {}
}
