package io.ottla.registry.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Deletes: softly first, which hides, and then for good. */
public final class Deletions {
    private Deletions() {}

    /**
     * Deletes a subject; answers the versions that went.
     *
     * @throws Refused with 40401, 40404, 40405, 42205 or 42206
     */
    public static Decision<List<Integer>> subject(RegistryImage image, SubjectName subject, boolean permanent) {
        Collection<SchemaVersion> all = image.versions(subject);
        if (all.isEmpty()) {
            throw Refused.subjectNotFound(subject);
        }
        requireWritable(image, subject);
        List<SchemaVersion> live = image.liveVersions(subject);
        if (permanent && !live.isEmpty()) {
            throw Refused.subjectNotDeletedBefore(subject);
        }
        if (!permanent && live.isEmpty()) {
            throw Refused.subjectDeletedBefore(subject);
        }
        List<SchemaVersion> going = permanent ? List.copyOf(all) : live;
        going.forEach(schema -> requireNotReferenced(image, schema, subject::equals));
        List<LogEntry> entries = new ArrayList<>(permanent ? removal(image, going) : hiding(subject, live));
        entries.addAll(ownSettings(image, subject));
        return new Decision<>(
                entries, going.stream().map(SchemaVersion::version).toList());
    }

    private static List<LogEntry> hiding(SubjectName subject, List<SchemaVersion> live) {
        return List.of(
                new LogEntry.SubjectDeleted(subject, live.get(live.size() - 1).version()));
    }

    private static List<LogEntry> removal(RegistryImage image, List<SchemaVersion> going) {
        SubjectName subject = going.get(0).subject();
        List<LogEntry> entries = new ArrayList<>();
        entries.add(idsUsed(image));
        entries.add(new LogEntry.SubjectCleared(subject));
        going.forEach(schema -> entries.add(new LogEntry.SchemaRemoved(schema.key())));
        return entries;
    }

    private static List<LogEntry> ownSettings(RegistryImage image, SubjectName subject) {
        List<LogEntry> entries = new ArrayList<>();
        image.ownConfig(subject).ifPresent(config -> entries.add(new LogEntry.ConfigRemoved(subject)));
        image.ownMode(subject).ifPresent(mode -> entries.add(new LogEntry.ModeRemoved(subject)));
        return entries;
    }

    /**
     * Deletes a version; answers its number.
     *
     * @param version a number, {@code latest} or {@code -1}
     * @throws Refused with 40401, 40402, 40406, 40407, 42202, 42205 or 42206
     */
    public static Decision<Integer> version(
            RegistryImage image, SubjectName subject, String version, boolean permanent) {
        int number = Versions.isLatest(version)
                ? image.latest(subject).map(SchemaVersion::version).orElseThrow(() -> Refused.subjectNotFound(subject))
                : Versions.number(version);
        if (image.versions(subject).isEmpty()) {
            throw Refused.subjectNotFound(subject);
        }
        VersionKey key = new VersionKey(subject, number);
        SchemaVersion schema = image.version(key).orElseThrow(() -> Refused.versionNotFound(number));
        requireWritable(image, subject);
        if (permanent && !schema.deleted()) {
            throw Refused.versionNotDeletedBefore(key);
        }
        if (!permanent && schema.deleted()) {
            throw Refused.versionDeletedBefore(key);
        }
        requireNotReferenced(image, schema, none -> false);
        return new Decision<>(
                permanent
                        ? List.of(idsUsed(image), new LogEntry.SchemaRemoved(key))
                        : List.of(new LogEntry.SchemaPut(schema.asDeleted())),
                number);
    }

    /**
     * Forgets a context; one that is not known is forgotten already.
     *
     * @throws Refused with 42211 if there is still something in it, be it deleted softly
     */
    public static Decision<String> context(RegistryImage image, String context) {
        boolean empty =
                image.subjects().stream().noneMatch(subject -> subject.context().equals(context));
        if (!empty) {
            throw Refused.contextNotEmpty(context);
        }
        List<LogEntry> entries = new ArrayList<>();
        if (image.namedContexts.contains(context)) {
            entries.add(new LogEntry.ContextRemoved(context));
        }
        return new Decision<>(entries, context);
    }

    /** What is gone for good is gone from a compacted log too, but its ids may still be in records. */
    private static LogEntry idsUsed(RegistryImage image) {
        Map<String, Integer> highest = new HashMap<>();
        image.ids.forEach((context, ids) -> highest.put(context, ids.highest()));
        return new LogEntry.IdsUsed(highest);
    }

    private static void requireWritable(RegistryImage image, SubjectName subject) {
        if (image.mode(subject).isReadOnly()) {
            throw Refused.notPermitted(
                    "Subject " + subject.name() + " in context " + subject.context() + " is in read-only mode");
        }
    }

    /**
     * Refuses while others need it.
     *
     * @param going the subjects whose own need does not count, because they go with it
     */
    private static void requireNotReferenced(RegistryImage image, SchemaVersion schema, Predicate<SubjectName> going) {
        boolean referenced = image.referrers(schema.key(), Lookups.Seen.LIVE).stream()
                .anyMatch(referrer -> !going.test(referrer.subject()));
        if (referenced) {
            throw Refused.referenced(schema.key());
        }
    }
}
