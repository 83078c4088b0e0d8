package io.ottla.serdes.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A registry inside this JVM, for tests: {@code schema.registry.url=mock://scope}. All clients of a scope share one; it checks no
 * compatibility and forgets all with the process or {@link #drop}.
 */
public final class InMemoryRegistry implements RegistryClient {
    /** What the address of such a registry begins with. */
    public static final String SCHEME = "mock://";

    private static final ConcurrentMap<String, InMemoryRegistry> SCOPES = new ConcurrentHashMap<>();

    private final Map<String, List<RegisteredSchema>> subjects = new HashMap<>();
    private final Map<SchemaText, Integer> ids = new HashMap<>();
    private final List<SchemaText> byId = new ArrayList<>();

    private InMemoryRegistry() {}

    /** The registry of this scope, the same for everybody in this JVM. */
    public static InMemoryRegistry ofScope(String scope) {
        return SCOPES.computeIfAbsent(scope, unused -> new InMemoryRegistry());
    }

    /** Forgets a scope: who asks for it next gets an empty registry. */
    public static void drop(String scope) {
        SCOPES.remove(scope);
    }

    @Override
    public synchronized RegisteredSchema register(String subject, SchemaText schema, boolean normalize) {
        List<RegisteredSchema> versions = subjects.computeIfAbsent(subject, unused -> new ArrayList<>());
        for (RegisteredSchema version : versions) {
            if (version.schema().equals(schema)) {
                return version;
            }
        }
        int id = idOf(schema);
        RegisteredSchema added = new RegisteredSchema(id, versions.size() + 1, schema, new UUID(0, id));
        versions.add(added);
        return added;
    }

    @Override
    public synchronized RegisteredSchema lookup(String subject, SchemaText schema, boolean normalize) {
        return versions(subject).stream()
                .filter(version -> version.schema().equals(schema))
                .findFirst()
                .orElseThrow(() -> new RegistryException(40403, "Schema not found"));
    }

    @Override
    public synchronized SchemaText byId(String subject, int id) {
        if (id < 1 || id > byId.size()) {
            throw new RegistryException(40403, "Schema " + id + " not found");
        }
        return byId.get(id - 1);
    }

    @Override
    public SchemaText byGuid(UUID guid) {
        return byId("", (int) guid.getLeastSignificantBits());
    }

    @Override
    public synchronized RegisteredSchema latest(String subject) {
        List<RegisteredSchema> versions = versions(subject);
        return versions.get(versions.size() - 1);
    }

    @Override
    public synchronized RegisteredSchema version(String subject, int version) {
        List<RegisteredSchema> versions = versions(subject);
        if (version < 1 || version > versions.size()) {
            throw new RegistryException(40402, "Version " + version + " not found.");
        }
        return versions.get(version - 1);
    }

    private int idOf(SchemaText schema) {
        return ids.computeIfAbsent(schema, added -> {
            byId.add(added);
            return byId.size();
        });
    }

    private List<RegisteredSchema> versions(String subject) {
        List<RegisteredSchema> versions = subjects.get(subject);
        if (versions == null) {
            throw new RegistryException(40401, "Subject '" + subject + "' not found.");
        }
        return versions;
    }
}
