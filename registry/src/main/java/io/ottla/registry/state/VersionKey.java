package io.ottla.registry.state;

import java.util.Comparator;

/** The place of a schema: a version of a subject. */
public record VersionKey(SubjectName subject, int version) implements Comparable<VersionKey> {
    private static final Comparator<VersionKey> ORDER =
            Comparator.comparing(VersionKey::subject).thenComparingInt(VersionKey::version);

    @Override
    public int compareTo(VersionKey other) {
        return ORDER.compare(this, other);
    }
}
