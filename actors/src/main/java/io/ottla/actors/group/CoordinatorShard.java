package io.ottla.actors.group;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import io.ottla.actors.Reply;
import io.ottla.actors.group.state.Group;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupListing;
import io.ottla.actors.group.state.GroupRecord;
import io.ottla.actors.partition.AppendReply;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The protocol of the coordinator behind one partition of the offsets topic. It lives for one leader epoch of that partition (safety
 * rule G1) and is {@link LoadingShard}, {@link ServingShard}, then {@link ResignedShard}.
 */
final class CoordinatorShard {
    private CoordinatorShard() {}

    /** A shard for a term that begins now. */
    static Behavior<Command> create(ShardTerm term) {
        return LoadingShard.create(term);
    }

    /** What a shard can be told. */
    sealed interface Command {}

    /** Passes a command on to its group. */
    record Execute(GroupCommand command) implements Command {}

    /** Asks which groups there are. */
    record ListGroups(Reply<GroupList> reply) implements Command {}

    /** Has every group forget its offsets of topics that were deleted. */
    record ForgetTopics(Set<String> topics) implements Command {}

    /** The partition is not led here any more. */
    enum Resign implements Command {
        INSTANCE
    }

    /** A group wants records committed, all or none. */
    record Write(ActorRef<GroupActor.Command> group, long writeId, List<GroupRecord> records) implements Command {}

    /** A group appears differently in lists from now on. */
    record Listed(GroupListing listing) implements Command {}

    /** Nothing is left of a group after that many commands. */
    record Vacant(String groupId, long executed) implements Command {}

    /** The log has been read up to its end at the beginning of the term. */
    record Replayed(Map<String, Group> groups) implements Command {}

    /** The log could not be read. */
    record ReplayFailed(Throwable cause) implements Command {}

    /** The partition's high watermark may have moved, or the partition may be lost. */
    enum WatermarkMoved implements Command {
        INSTANCE
    }

    /** Loading takes too long to hold commands back. */
    enum GraceOver implements Command {
        INSTANCE
    }

    /** Appends what has gathered. */
    enum Flush implements Command {
        INSTANCE
    }

    /** An append was answered. */
    record Appended(List<Write> writes, AppendReply reply) implements Command {}

    /** Looks for expired offsets. */
    enum ExpireOffsets implements Command {
        INSTANCE
    }

    /** Nobody can know this shard any more. */
    enum Gone implements Command {
        INSTANCE
    }
}
