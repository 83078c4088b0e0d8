package io.ottla.serdes.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Remembers what never changes: which id a schema has in a subject, which schema an id is, what a version holds. The newest
 * version is asked for anew once it is {@code latestForMs} old. Each memory keeps the most recently used.
 */
public final class CachingRegistry implements RegistryClient {
    private final RegistryClient registry;
    private final long latestForMs;
    private final Map<Registration, RegisteredSchema> registered;
    private final Map<Registration, RegisteredSchema> found;
    private final Map<SubjectAnd, SchemaText> schemas;
    private final Map<UUID, SchemaText> guids;
    private final Map<SubjectAnd, RegisteredSchema> versions;
    private final Map<String, Latest> latest;

    private record Registration(String subject, SchemaText schema, boolean normalize) {}

    private record SubjectAnd(String subject, int number) {}

    private record Latest(RegisteredSchema schema, long untilNs) {}

    /**
     * A memory in front of this registry.
     *
     * @param capacity the most schemas of each memory
     * @param latestForMs how long a newest version is believed to be the newest
     */
    public CachingRegistry(RegistryClient registry, int capacity, long latestForMs) {
        this.registry = registry;
        this.latestForMs = latestForMs;
        registered = bounded(capacity);
        found = bounded(capacity);
        schemas = bounded(capacity);
        guids = bounded(capacity);
        versions = bounded(capacity);
        latest = bounded(capacity);
    }

    @Override
    public RegisteredSchema register(String subject, SchemaText schema, boolean normalize) {
        return remembered(
                registered,
                new Registration(subject, schema, normalize),
                wanted -> registry.register(wanted.subject(), wanted.schema(), wanted.normalize()));
    }

    @Override
    public RegisteredSchema lookup(String subject, SchemaText schema, boolean normalize) {
        return remembered(
                found,
                new Registration(subject, schema, normalize),
                wanted -> registry.lookup(wanted.subject(), wanted.schema(), wanted.normalize()));
    }

    @Override
    public SchemaText byId(String subject, int id) {
        return remembered(
                schemas, new SubjectAnd(subject, id), wanted -> registry.byId(wanted.subject(), wanted.number()));
    }

    @Override
    public SchemaText byGuid(UUID guid) {
        return remembered(guids, guid, registry::byGuid);
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
        return remembered(
                versions,
                new SubjectAnd(subject, version),
                wanted -> registry.version(wanted.subject(), wanted.number()));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        Latest known = latest.get(subject);
        if (known != null && System.nanoTime() - known.untilNs() < 0) {
            return known.schema();
        }
        RegisteredSchema newest = registry.latest(subject);
        latest.put(subject, new Latest(newest, System.nanoTime() + latestForMs * 1_000_000));
        return newest;
    }

    @Override
    public void close() {
        registry.close();
    }

    /** Two threads that ask for the same at once both ask the registry: it gives both the same answer. */
    private static <K, V> V remembered(Map<K, V> memory, K key, Function<K, V> ask) {
        V known = memory.get(key);
        if (known == null) {
            known = ask.apply(key);
            memory.put(key, known);
        }
        return known;
    }

    private static <K, V> Map<K, V> bounded(int capacity) {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        });
    }
}
