package io.ottla.actors.group.state;

import java.util.OptionalLong;

/**
 * Which offsets have outlived their group's interest (KIP-211): those of an empty group once it has been empty for the retention,
 * those of consumers who are there but no longer read the topic, and those of nobody's group, once that long past their commit.
 */
final class OffsetRetention {
    private final ClassicGroup group;
    private final long retentionMs;

    OffsetRetention(ClassicGroup group, long retentionMs) {
        this.group = group;
        this.retentionMs = retentionMs;
    }

    boolean isOver(String topic, CommittedOffset offset, long nowWallMs) {
        if (group.isSubscribedTo(topic)) {
            return false;
        }
        OptionalLong since = since(offset);
        if (since.isEmpty()) {
            return false;
        }
        return offset.expireTimestampMs() == CommittedOffset.NEVER
                ? nowWallMs - since.getAsLong() >= retentionMs
                : nowWallMs >= offset.expireTimestampMs();
    }

    /** When the retention began, if it has. */
    private OptionalLong since(CommittedOffset offset) {
        OptionalLong commit = OptionalLong.of(offset.commitTimestampMs());
        if (group.protocolType.isEmpty()) {
            return commit;
        }
        if (group.phase == GroupPhase.EMPTY) {
            return group.stateTimestampMs < 0 ? commit : OptionalLong.of(group.stateTimestampMs);
        }
        boolean known = group.isConsumerGroup() && group.knowsSubscriptions();
        return known && group.phase == GroupPhase.STABLE ? commit : OptionalLong.empty();
    }
}
