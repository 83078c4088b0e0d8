package io.ottla.registry.state;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** Everything the registry knows, at one point of its log. Immutable; {@link Replay} makes the next one. */
public final class RegistryImage {
    /** Nothing at all. */
    public static final RegistryImage EMPTY = new RegistryImage(
            TreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePSet.empty());

    final PSortedMap<SubjectName, PSortedMap<Integer, SchemaVersion>> subjects;
    final PMap<String, ContextIds> ids;
    final PMap<SubjectName, Config> configs;
    final PMap<SubjectName, Mode> modes;
    final PSet<String> namedContexts;

    RegistryImage(
            PSortedMap<SubjectName, PSortedMap<Integer, SchemaVersion>> subjects,
            PMap<String, ContextIds> ids,
            PMap<SubjectName, Config> configs,
            PMap<SubjectName, Mode> modes,
            PSet<String> namedContexts) {
        this.subjects = subjects;
        this.ids = ids;
        this.configs = configs;
        this.modes = modes;
        this.namedContexts = namedContexts;
    }

    /** Every version of a subject, deleted ones too, in their order; empty if there is no such subject. */
    public Collection<SchemaVersion> versions(SubjectName subject) {
        Map<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null ? List.of() : versions.values();
    }

    /** The versions of a subject that are not deleted, in their order. */
    public List<SchemaVersion> liveVersions(SubjectName subject) {
        return versions(subject).stream().filter(schema -> !schema.deleted()).toList();
    }

    /** The version at a place, deleted or not. */
    public Optional<SchemaVersion> version(VersionKey key) {
        SortedMap<Integer, SchemaVersion> versions = subjects.get(key.subject());
        return versions == null ? Optional.empty() : Optional.ofNullable(versions.get(key.version()));
    }

    /** The newest version that is not deleted. */
    public Optional<SchemaVersion> latest(SubjectName subject) {
        List<SchemaVersion> live = liveVersions(subject);
        return live.isEmpty() ? Optional.empty() : Optional.of(live.get(live.size() - 1));
    }

    /** All subjects, those without live versions too, in order. */
    public Collection<SubjectName> subjects() {
        return subjects.keySet();
    }

    /** Every version of everything. */
    public Stream<SchemaVersion> all() {
        return subjects.values().stream().flatMap(versions -> versions.values().stream());
    }

    /** Where an id is used, in the order of subjects and versions. */
    public List<SchemaVersion> uses(String context, int id) {
        PSet<VersionKey> keys = ids(context).uses().get(id);
        return keys == null
                ? List.of()
                : keys.stream().map(this::version).flatMap(Optional::stream).toList();
    }

    /** The ids of a content in each context that has it. */
    public SortedMap<String, Integer> idsOf(UUID guid) {
        SortedMap<String, Integer> result = new TreeMap<>();
        ids.forEach((context, known) -> {
            Integer id = known.byGuid().get(guid);
            if (id != null) {
                result.put(context, id);
            }
        });
        return result;
    }

    /** The highest id ever given out in a context; 0 if none was. */
    public int highestId(String context) {
        return ids(context).highest();
    }

    /** The contexts that have a name or anything in them, and the default one. */
    public SortedSet<String> contexts() {
        SortedSet<String> contexts = new TreeSet<>(namedContexts);
        contexts.add(SubjectName.DEFAULT_CONTEXT);
        subjects.keySet().forEach(subject -> contexts.add(subject.context()));
        return contexts;
    }

    /** The configuration of exactly this scope. */
    public Optional<Config> ownConfig(SubjectName scope) {
        return Optional.ofNullable(configs.get(scope));
    }

    /** The configuration that holds for a subject: its own, its context's, everything's, the default; field by field. */
    public Config config(SubjectName subject) {
        Config result = ownConfig(subject).orElse(Config.none());
        for (SubjectName scope : List.of(subject.ofContext(), SubjectName.GLOBAL)) {
            result = result.orElse(ownConfig(scope).orElse(Config.none()));
        }
        return result.orElse(Config.DEFAULT);
    }

    /** The mode of exactly this scope. */
    public Optional<Mode> ownMode(SubjectName scope) {
        return Optional.ofNullable(modes.get(scope));
    }

    /** The mode that holds for a subject: its own, else its context's, else everything's. */
    public Mode mode(SubjectName subject) {
        return ownMode(subject)
                .or(() -> ownMode(subject.ofContext()))
                .or(() -> ownMode(SubjectName.GLOBAL))
                .orElse(Mode.READWRITE);
    }

    /** The versions that refer to this one. */
    public List<SchemaVersion> referrers(VersionKey key, Lookups.Seen seen) {
        return all().filter(schema -> seen.sees(schema) && refersTo(schema, key))
                .toList();
    }

    private static boolean refersTo(SchemaVersion schema, VersionKey key) {
        return schema.content().references().stream()
                .anyMatch(reference -> reference.version() == key.version()
                        && SubjectName.within(schema.subject().context(), reference.subject())
                                .equals(key.subject()));
    }

    /** The subject that this name stands for: another one if its configuration names an alias. */
    public SubjectName aliased(SubjectName subject) {
        return ownConfig(subject)
                .flatMap(config -> config.text("alias"))
                .filter(alias -> !alias.isEmpty())
                .map(alias -> SubjectName.within(subject.context(), alias))
                .orElse(subject);
    }

    /** The names that stand for this subject besides its own. */
    public List<SubjectName> aliases(SubjectName subject) {
        return configs.keySet().stream()
                .filter(scope -> !scope.equals(subject) && aliased(scope).equals(subject))
                .sorted()
                .toList();
    }

    ContextIds ids(String context) {
        ContextIds known = ids.get(context);
        return known == null ? ContextIds.NONE : known;
    }

    /** Everything in it, for comparisons in tests and for the log of a failure. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RegistryImage image
                && subjects.equals(image.subjects)
                && ids.equals(image.ids)
                && configs.equals(image.configs)
                && modes.equals(image.modes)
                && namedContexts.equals(image.namedContexts);
    }

    @Override
    public int hashCode() {
        return subjects.hashCode();
    }

    @Override
    public String toString() {
        return "subjects " + subjects + ", ids " + ids + ", configs " + configs + ", modes " + modes + ", contexts "
                + namedContexts;
    }
}
