package io.ottla.actors.membership.state;

import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;

/** What a node that belongs to a cluster does next to become a member of it. */
public sealed interface JoinStep {
    /** Nothing, until more is heard; {@code why} tells the operator what it waits for. */
    record Await(String why) implements JoinStep {}

    /** Joins the cluster these nodes are in. */
    record JoinThrough(List<NodeAddress> members) implements JoinStep {}

    /**
     * Asks these voters to let it begin: those that have not granted it yet, again with every step.
     *
     * @param ask the number of the attempt, to be repeated in the answer
     * @param why tells the operator who does not answer
     */
    record AskFor(long ask, List<VoterAt> voters, String why) implements JoinStep {}

    /** Begins: a majority has granted it. Others join it. */
    record Begin() implements JoinStep {}
}
