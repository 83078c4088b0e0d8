package io.ottla.actors.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.EntityListing;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.partition.AppendReply;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.protocol.Errors;

/**
 * The protocol of the coordinator behind one partition of its topic. It lives for one leader epoch of that partition (safety
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

    /** Passes a command on to its entity. */
    record Execute(CoordinatorCommand command) implements Command {}

    /** Asks which entities there are. */
    record ListEntities(Reply<EntityList> reply) implements Command {}

    /** Tells every entity the command that is made for its id. */
    record TellAll(Function<String, CoordinatorCommand> command) implements Command {}

    /** Ends a transaction of this partition: appends the marker, and has its records take effect or be forgotten. */
    record EndTransaction(TransactionEnd end, Reply<Errors> reply) implements Command {}

    /** The partition is not led here any more. */
    enum Resign implements Command {
        INSTANCE
    }

    /** An entity wants records committed, all or none, and all in the same transaction if in any. */
    record Write(ActorRef<EntityActor.Command> entity, long writeId, List<CoordinatorRecord> records)
            implements Command {}

    /** An entity appears differently in lists from now on. */
    record Listed(EntityListing listing) implements Command {}

    /** Nothing is left of an entity after that many commands. */
    record Vacant(String id, long executed) implements Command {}

    /** The log has been read up to its end at the beginning of the term. */
    record Replayed(ReplayedState state) implements Command {}

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

    /** An append was answered, either of some writes or of the end of a transaction. */
    record Appended(List<Write> writes, Optional<EndTransaction> end, AppendReply reply) implements Command {}

    /** Looks for what has expired. */
    enum Expire implements Command {
        INSTANCE
    }

    /** Nobody can know this shard any more. */
    enum Gone implements Command {
        INSTANCE
    }
}
