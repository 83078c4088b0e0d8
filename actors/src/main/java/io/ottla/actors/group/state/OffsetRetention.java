package io.ottla.actors.group.state;

import java.util.OptionalLong;

/**
 * Which offsets have outlived their group's interest (KIP-211): those that nobody subscribes to any more, once that has been so for the
 * retention.
 */
final class OffsetRetention {
    private final Membership members;
    private final long retentionMs;

    OffsetRetention(Membership members, long retentionMs) {
        this.members = members;
        this.retentionMs = retentionMs;
    }

    boolean isOver(String topic, CommittedOffset offset, long nowWallMs) {
        if (members.isSubscribedTo(topic)) {
            return false;
        }
        OptionalLong since = members.unusedSince(offset);
        if (since.isEmpty()) {
            return false;
        }
        return offset.expireTimestampMs() == CommittedOffset.NEVER
                ? nowWallMs - since.getAsLong() >= retentionMs
                : nowWallMs >= offset.expireTimestampMs();
    }
}
