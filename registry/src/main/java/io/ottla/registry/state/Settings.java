package io.ottla.registry.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Configuration and modes of subjects, of contexts and of everything. */
public final class Settings {
    private Settings() {}

    /**
     * Changes the configuration of a scope; answers all of it.
     *
     * @param change fields by name; a level may be called {@code compatibility} or {@code compatibilityLevel}
     * @throws Refused with 42203, 42205 or 42210
     */
    public static Decision<Config> putConfig(RegistryImage image, SubjectName scope, JsonNode change) {
        requireWritable(image, scope);
        ObjectNode named = ((ObjectNode) change).deepCopy();
        JsonNode level = named.has("compatibility") ? named.get("compatibility") : named.get(Config.LEVEL);
        if (level != null && !level.isNull()) {
            CompatibilityLevel known = CompatibilityLevel.named(level.asText()).orElseThrow(Refused::invalidLevel);
            named.put(Config.LEVEL, known.name());
        }
        Config changed = image.ownConfig(scope).orElse(Config.none()).changedBy(named);
        if (changed.fields().isEmpty()) {
            throw Refused.invalidLevel();
        }
        return new Decision<>(List.of(new LogEntry.ConfigPut(scope, changed)), changed);
    }

    /**
     * Lets a scope inherit again; answers what it had.
     *
     * @throws Refused with 40401 or 42205
     */
    public static Decision<Config> deleteConfig(RegistryImage image, SubjectName scope) {
        requireWritable(image, scope);
        boolean global = scope.equals(SubjectName.GLOBAL);
        Config had = image.ownConfig(scope)
                .or(() -> global ? Optional.of(Config.DEFAULT) : Optional.empty())
                .orElseThrow(() -> Refused.subjectNotFound(scope));
        boolean set = image.ownConfig(scope).isPresent();
        return new Decision<>(set ? List.of(new LogEntry.ConfigRemoved(scope)) : List.of(), had);
    }

    /**
     * The configuration of a scope.
     *
     * @param inherit whether to answer what holds when it has none of its own
     * @throws Refused with 40408 if it has none
     */
    public static Config config(RegistryImage image, SubjectName scope, boolean inherit) {
        return inherit || scope.equals(SubjectName.GLOBAL)
                ? image.config(scope)
                : image.ownConfig(scope).orElseThrow(() -> Refused.noConfig(scope));
    }

    /**
     * Sets the mode of a scope.
     *
     * @param force lets schemas be imported beside those that are there
     * @throws Refused with 42204 or 42205
     */
    public static Decision<Mode> putMode(RegistryImage image, SubjectName scope, String name, boolean force) {
        Mode mode = Mode.named(name).orElseThrow(Refused::invalidMode);
        if (mode == Mode.FORWARD && !scope.equals(SubjectName.GLOBAL)) {
            throw Refused.invalidMode();
        }
        boolean entering = mode == Mode.IMPORT && image.mode(scope) != Mode.IMPORT;
        if (entering && !force && hasSchemas(image, scope)) {
            throw Refused.notPermitted("Cannot import since found existing subjects");
        }
        return new Decision<>(List.of(new LogEntry.ModePut(scope, mode)), mode);
    }

    /**
     * Lets a scope inherit its mode again; answers the one it had.
     *
     * @param recursive also those of all subjects in it
     * @throws Refused with 40401 if it has none
     */
    public static Decision<Mode> deleteMode(RegistryImage image, SubjectName scope, boolean recursive) {
        List<LogEntry> entries = new ArrayList<>();
        image.ownMode(scope).ifPresent(mode -> entries.add(new LogEntry.ModeRemoved(scope)));
        if (entries.isEmpty() && !scope.name().isEmpty()) {
            throw Refused.subjectNotFound(scope);
        }
        if (recursive && scope.name().isEmpty()) {
            image.modes.keySet().stream()
                    .filter(other -> !other.equals(scope) && isWithin(other, scope))
                    .sorted()
                    .forEach(other -> entries.add(new LogEntry.ModeRemoved(other)));
        }
        return new Decision<>(entries, image.ownMode(scope).orElse(Mode.READWRITE));
    }

    /**
     * The mode of a scope.
     *
     * @param inherit whether to answer what holds when it has none of its own
     * @throws Refused with 40409 if it has none
     */
    public static Mode mode(RegistryImage image, SubjectName scope, boolean inherit) {
        return inherit || scope.equals(SubjectName.GLOBAL)
                ? image.mode(scope)
                : image.ownMode(scope).orElseThrow(() -> Refused.noMode(scope));
    }

    private static boolean hasSchemas(RegistryImage image, SubjectName scope) {
        return image.subjects().stream()
                .filter(subject -> isWithin(subject, scope))
                .anyMatch(subject -> !image.liveVersions(subject).isEmpty());
    }

    private static boolean isWithin(SubjectName subject, SubjectName scope) {
        return scope.name().isEmpty() ? subject.context().equals(scope.context()) : subject.equals(scope);
    }

    private static void requireWritable(RegistryImage image, SubjectName scope) {
        if (image.mode(scope).isReadOnly()) {
            throw Refused.notPermitted("The mode of " + (scope.name().isEmpty() ? "the registry" : "subject " + scope)
                    + " allows no changes");
        }
    }
}
