package io.ottla.actors.group.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.group.state.consumer.ResolvedPattern;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a pattern of topics matched.
 *
 * <pre>
 *   version | compact array of compact topic names | metadata version | time | tagged fields
 * </pre>
 */
final class PatternFormat {
    private static final int VERSION = 0;
    private static final int NO_TAG = -1;

    private PatternFormat() {}

    static byte[] write(ResolvedPattern resolved) {
        FieldWriter out = new FieldWriter()
                .int16(VERSION)
                .unsignedVarint(resolved.topics().size() + 1);
        resolved.topics().forEach(out::compactString);
        return out.int64(resolved.version())
                .int64(resolved.timestampMs())
                .unsignedVarint(0)
                .toBytes();
    }

    static ResolvedPattern read(FieldReader in) {
        int count = in.count(in.unsignedVarint() - 1);
        SortedSet<String> topics = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            topics.add(in.compactString());
        }
        ResolvedPattern resolved = new ResolvedPattern(topics, in.int64(), in.int64());
        in.taggedFields(NO_TAG, () -> {});
        return resolved;
    }
}
