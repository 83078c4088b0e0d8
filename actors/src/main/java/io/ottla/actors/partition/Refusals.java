package io.ottla.actors.partition;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Answers data commands that this replica cannot carry out; other commands need no answer. */
final class Refusals {
    private Refusals() {}

    /** The replica does not lead: the client asks for the new leader and comes again. */
    static void notLeader(Partition.Command command) {
        refuse(command, Errors.NOT_LEADER_OR_FOLLOWER);
    }

    /** Whether the sender of this command can come again. */
    static boolean canRefuse(Partition.Command command) {
        return command instanceof Partition.Append
                || command instanceof Partition.AwaitData
                || command instanceof Partition.DeleteRecords
                || command instanceof Partition.DescribeProducers;
    }

    static void refuse(Partition.Command command, Errors error) {
        if (command instanceof Partition.Append append) {
            append.reply().complete(AppendReply.Refused.of(error));
        } else if (command instanceof Partition.VerifyTransaction verify) {
            verify.reply().complete(error);
        } else if (command instanceof Partition.AwaitData await) {
            await.waiter().wake();
        } else if (command instanceof Partition.DeleteRecords deletion) {
            deletion.reply().complete(new Partition.RecordsDeleted(error, -1));
        } else if (command instanceof Partition.DescribeProducers describe) {
            describe.reply().complete(new Partition.ProducersDescribed(error, List.of()));
        } else if (command instanceof Partition.StartCompaction start) {
            start.reply().complete(Optional.empty());
        } else if (command instanceof Partition.ReplaceSegments replace) {
            replace.reply().complete(false);
        } else if (command instanceof Partition.FinishCompaction finish) {
            finish.reply().complete(false);
        } else if (command instanceof Partition.Move move) {
            move.reply().complete(error);
        } else if (command instanceof Partition.Close close) {
            close.done().complete(false);
        } else if (command instanceof Partition.Delete delete) {
            delete.done().complete(false);
        }
    }
}
