package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import java.util.OptionalLong;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a group and its offsets need to know of the protocol by which the members share out work. A group speaks one at a time; a
 * protocol that comes later (KIP-932, KIP-1071) is one more of these in {@link Group}, with commands and records of its own.
 */
interface Membership {
    /** The kind of group, as clients call it. */
    String kind();

    /** For example {@code consumer}; empty when it has none. */
    String protocolType();

    /** Where it stands, as clients call it. */
    String state();

    /** Whether the log holds a record of it. */
    boolean isStored();

    /** Whether there is somebody in it. */
    boolean hasMembers();

    /** Whether offsets may be committed by this member or, without member and epoch, by a stranger. */
    Errors checkCommit(GroupCommand.CommitOffsets commit, Moment now);

    /** Whether this offset may be, by a committer who has passed {@link #checkCommit}. */
    Errors checkOffset(GroupCommand.CommitOffsets commit, OffsetToCommit offset);

    /** Whether this member may ask for offsets. */
    Errors checkFetch(GroupCommand.FetchOffsets fetch);

    /** Whether offsets may be deleted that nobody reads. */
    Errors checkDeleteOffsets();

    /** Whether the group reads this topic; also where that cannot be known, to be on the safe side. */
    boolean isSubscribedTo(String topic);

    /** Since when (wall clock) nobody has had an interest in an offset of a topic that is not subscribed to; empty if that is not known. */
    OptionalLong unusedSince(CommittedOffset offset);

    /** Has the records written that forget the group, which has no members. */
    void forget(Outcome.Builder out);
}
