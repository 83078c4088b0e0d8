package io.ottla.actors.membership;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.membership.state.MemberAt;
import io.ottla.actors.remote.ControlMessage;
import io.ottla.actors.remote.NodeAddress;
import java.util.Optional;
import java.util.UUID;

/** What the membership actors of two nodes say to each other; answers go to the address that the question names. */
final class MembershipProtocol {
    private MembershipProtocol() {}

    /** What a membership actor can be told. */
    sealed interface Command permits Remote, Local {}

    /** What another node may tell it. */
    sealed interface Remote extends Command, ControlMessage {}

    /** Here I am; tell me of you. */
    record Hello(NodeStatus from) implements Remote {}

    /** The answer to {@link Hello}, or news. */
    record Told(NodeStatus from) implements Remote {}

    /** May I begin the cluster's membership? (safety rule M1) */
    record AskGrant(NodeAddress from, long ask) implements Remote {}

    /** You may, says this voter. */
    record Granted(long ask, int nodeId, UUID directoryId) implements Remote {}

    /** I have a new folder and want to be in your cluster. */
    record AskAdmission(NodeAddress from, UUID directoryId, Optional<Integer> wantedNodeId) implements Remote {}

    /** This is the number you have in this cluster. */
    record Admitted(String clusterId, int nodeId) implements Remote {}

    /** You cannot be in this cluster as you were started. */
    record Refused(String why) implements Remote {}

    /** Are you there? */
    record Ping(NodeAddress from, long number) implements Remote {}

    /** I am. */
    record Pong(long number, long uid) implements Remote {}

    /** Does this member answer you? (safety rule M3) */
    record Check(NodeAddress from, long ask, MemberAt subject) implements Remote {}

    /** It does, or it does not, says this voter. */
    record Checked(
            long ask, MemberAt subject, boolean answered, int nodeId, UUID directoryId, Optional<KnownVoters> voters)
            implements Remote {}

    /** What this node's own parts tell it. */
    sealed interface Local extends Command {}

    /** Time to look again. */
    record Tick() implements Local {}

    /** Whether anybody listens at an address. */
    record Probed(NodeAddress address, boolean gone) implements Local {}

    /** The folder's part in the beginning of a cluster is on disk. */
    record Saved(MembershipFiles.Bootstrapped bootstrapped) implements Local {}

    /** A grant is on disk and may be given. */
    record GrantSaved(NodeAddress to, long ask) implements Local {}

    /** The disk has failed. */
    record DiskFailed(Throwable cause) implements Local {}

    /** The folders are formatted and the journal is open: the node can join. */
    record Enter(JournalView journal) implements Local {}

    /** The metadata is known, and with it the brokers. */
    record Serve(BrokerDirectory directory, LooksGone controller) implements Local {}

    /** This node is a full member. */
    record BecameUp() implements Local {}

    /** The members, or who reaches whom, have changed. */
    record ClusterChanged() implements Local {}

    /** A member was removed that had not taken leave: somebody has downed it. */
    record Expelled(MemberAt member) implements Local {}

    /** Another node has quarantined this one: it takes nothing from this incarnation any more. */
    record Quarantined(MemberAt by) implements Local {}

    /** Time to look for nodes of the cluster that are no members. */
    record LookForStrangers() implements Local {}

    /** A connection to this broker broke. */
    record BrokerConnectionLost(int brokerId) implements Local {}

    /** The watching connection to this member ended. */
    record WatchEnded(MemberAt member) implements Local {}

    /** A member whose connection broke was probed. */
    record GoneProbed(NodeAddress address, boolean gone) implements Local {}

    /** The member that a voter was asked about was probed. */
    record SubjectProbed(long number, boolean gone) implements Local {}

    /** The member that a voter was asked about has not answered in time. */
    record SubjectSilent(long number) implements Local {}
}
