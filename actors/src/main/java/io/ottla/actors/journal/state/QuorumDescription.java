package io.ottla.actors.journal.state;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The quorum journal as its voters describe it, for Kafka's DescribeQuorum (KIP-595, KIP-836, KIP-853).
 *
 * @param epoch the newest writer's epoch that any of them promised; 0 before the first
 * @param highWatermark the index after the newest entry known to be committed
 * @param voters the voters of the newest set that any of them knows, in its order
 * @param observers the other nodes that keep or could keep a copy
 */
public record QuorumDescription(long epoch, long highWatermark, List<Copy> voters, List<Copy> observers) {
    public QuorumDescription {
        voters = List.copyOf(voters);
        observers = List.copyOf(observers);
    }

    /**
     * One copy of the journal.
     *
     * @param nodeId the node that keeps it; -1 if an observer did not say
     * @param directoryId the folder that keeps it
     * @param logEnd the index after its newest entry; empty if the node did not answer
     * @param sinceHeardMs how long ago it last heard the writer, in milliseconds; empty if never or not known
     * @param sinceCaughtUpMs how long ago it last had all that the writer had; empty if never or not known
     */
    public record Copy(
            int nodeId,
            UUID directoryId,
            OptionalLong logEnd,
            OptionalLong sinceHeardMs,
            OptionalLong sinceCaughtUpMs) {

        /** A voter that did not answer. */
        public static Copy silent(VoterAt voter) {
            return new Copy(
                    voter.nodeId(),
                    voter.directoryId(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());
        }
    }

    /** The copy that this node keeps, if it answered or is a voter. */
    public Optional<Copy> copyOf(int nodeId) {
        return Stream.concat(voters.stream(), observers.stream())
                .filter(copy -> copy.nodeId() == nodeId)
                .findFirst();
    }
}
