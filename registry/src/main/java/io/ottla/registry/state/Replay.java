package io.ottla.registry.state;

import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** Makes the state out of the log. The only way in which the state changes. */
public final class Replay {
    private Replay() {}

    /** The state after one more entry. */
    public static RegistryImage apply(RegistryImage image, LogEntry entry) {
        if (entry instanceof LogEntry.SchemaPut put) {
            return put(image, put.schema());
        } else if (entry instanceof LogEntry.SchemaRemoved removed) {
            return remove(image, removed.key());
        } else if (entry instanceof LogEntry.SubjectDeleted deleted) {
            return delete(image, deleted);
        } else if (entry instanceof LogEntry.SubjectCleared cleared) {
            return clear(image, cleared.subject());
        } else if (entry instanceof LogEntry.ConfigPut put) {
            return withConfigs(image, image.configs.plus(put.scope(), put.config()));
        } else if (entry instanceof LogEntry.ConfigRemoved removed) {
            return withConfigs(image, image.configs.minus(removed.scope()));
        } else if (entry instanceof LogEntry.ModePut put) {
            return withModes(image, image.modes.plus(put.scope(), put.mode()));
        } else if (entry instanceof LogEntry.ModeRemoved removed) {
            return withModes(image, image.modes.minus(removed.scope()));
        } else if (entry instanceof LogEntry.ContextPut put) {
            return withContexts(image, image.namedContexts.plus(put.context()));
        } else if (entry instanceof LogEntry.ContextRemoved removed) {
            return withContexts(image, image.namedContexts.minus(removed.context()));
        }
        return reserve(image, (LogEntry.IdsUsed) entry);
    }

    private static RegistryImage put(RegistryImage image, SchemaVersion schema) {
        PSortedMap<Integer, SchemaVersion> versions = image.subjects.get(schema.subject());
        PSortedMap<Integer, SchemaVersion> others = versions == null ? TreePMap.empty() : versions;
        ContextIds ids = image.ids(schema.subject().context());
        SchemaVersion before = others.get(schema.version());
        ContextIds without = before == null ? ids : ids.minus(before);
        return withSchemas(image, schema.subject(), others.plus(schema.version(), schema), without.plus(schema));
    }

    private static RegistryImage remove(RegistryImage image, VersionKey key) {
        PSortedMap<Integer, SchemaVersion> versions = image.subjects.get(key.subject());
        SchemaVersion before = versions == null ? null : versions.get(key.version());
        if (versions == null || before == null) {
            return image;
        }
        ContextIds ids = image.ids(key.subject().context()).minus(before);
        return withSchemas(image, key.subject(), versions.minus(key.version()), ids);
    }

    private static RegistryImage delete(RegistryImage image, LogEntry.SubjectDeleted deleted) {
        RegistryImage result = image;
        for (SchemaVersion schema : image.versions(deleted.subject())) {
            if (schema.version() <= deleted.version() && !schema.deleted()) {
                result = put(result, schema.asDeleted());
            }
        }
        return result;
    }

    private static RegistryImage clear(RegistryImage image, SubjectName subject) {
        RegistryImage result = image;
        for (SchemaVersion schema : image.versions(subject)) {
            if (schema.deleted()) {
                result = remove(result, schema.key());
            }
        }
        return result;
    }

    private static RegistryImage reserve(RegistryImage image, LogEntry.IdsUsed used) {
        PMap<String, ContextIds> ids = image.ids;
        for (String context : used.highest().keySet()) {
            Integer highest = used.highest().get(context);
            if (highest != null) {
                ids = ids.plus(context, image.ids(context).usedUpTo(highest));
            }
        }
        return new RegistryImage(image.subjects, ids, image.configs, image.modes, image.namedContexts);
    }

    private static RegistryImage withSchemas(
            RegistryImage image, SubjectName subject, PSortedMap<Integer, SchemaVersion> versions, ContextIds ids) {
        return new RegistryImage(
                versions.isEmpty() ? image.subjects.minus(subject) : image.subjects.plus(subject, versions),
                image.ids.plus(subject.context(), ids),
                image.configs,
                image.modes,
                image.namedContexts);
    }

    private static RegistryImage withConfigs(RegistryImage image, PMap<SubjectName, Config> configs) {
        return new RegistryImage(image.subjects, image.ids, configs, image.modes, image.namedContexts);
    }

    private static RegistryImage withModes(RegistryImage image, PMap<SubjectName, Mode> modes) {
        return new RegistryImage(image.subjects, image.ids, image.configs, modes, image.namedContexts);
    }

    private static RegistryImage withContexts(RegistryImage image, PSet<String> contexts) {
        return new RegistryImage(image.subjects, image.ids, image.configs, image.modes, contexts);
    }
}
