package io.ottla.serdes;

import io.ottla.serdes.registry.RegisteredSchema;
import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaText;

/** Decides which schema a record is written with: its own, registered or looked up; the subject's newest; or one by its id. */
public final class WriterSchemas {
    private final RegistryClient registry;
    private final boolean autoRegister;
    private final boolean useLatest;
    private final boolean normalize;
    private final int useId;

    /** The choice that the settings make. */
    public WriterSchemas(RegistryClient registry, SerdeSettings settings) {
        this.registry = registry;
        this.autoRegister = settings.getBoolean(SerdeSettings.AUTO_REGISTER);
        this.useLatest = settings.getBoolean(SerdeSettings.USE_LATEST);
        this.normalize = settings.getBoolean(SerdeSettings.NORMALIZE);
        this.useId = settings.getInt(SerdeSettings.USE_ID);
    }

    /**
     * The schema to write with.
     *
     * @param own the record's own schema
     */
    public RegisteredSchema choose(String subject, SchemaText own) {
        if (autoRegister) {
            return registry.register(subject, own, normalize);
        }
        if (useId >= 0) {
            return new RegisteredSchema(useId, -1, registry.byId(subject, useId));
        }
        return useLatest ? registry.latest(subject) : registry.lookup(subject, own, normalize);
    }

    /** This very schema with its version, registered or looked up: for what other schemas refer to. */
    public RegisteredSchema own(String subject, SchemaText own) {
        if (autoRegister) {
            registry.register(subject, own, normalize);
        }
        return registry.lookup(subject, own, normalize);
    }

    /** Whether {@link #choose} gives the record's own schema back. */
    public boolean writesWithOwn() {
        return autoRegister || (useId < 0 && !useLatest);
    }
}
