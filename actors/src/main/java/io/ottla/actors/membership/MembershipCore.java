package io.ottla.actors.membership;

import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.membership.MembershipProtocol.Command;
import io.ottla.actors.membership.state.Candidate;
import io.ottla.actors.membership.state.Grants;
import io.ottla.actors.membership.state.MemberAt;
import io.ottla.actors.membership.state.Proposal;
import io.ottla.actors.membership.state.Standing;
import io.ottla.actors.remote.NodeAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the states of a node's membership share. Lives with the membership actor, and on its thread alone. */
final class MembershipCore {
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final MembershipSettings settings;
    private final PeerProbe probe;
    private final MembershipFiles files;
    private final Outcome outcome;
    private final Cluster cluster;
    private final Wire wire;
    private final MemberAt self;
    private final Grants grants = new Grants();
    private final Waiting waiting;
    private final List<NodeAddress> knownMembers;
    private MembershipFiles.Bootstrapped bootstrapped;
    private Optional<MembershipSettings.Belonging> belonging;
    private Optional<JournalView> journal = Optional.empty();
    private BrokerDirectory directory = BrokerDirectory.EMPTY;
    private LooksGone controller = LooksGone.NOBODY;
    private Standing standing = Standing.OUTSIDE;
    private CompletableFuture<@Nullable Void> disk = CompletableFuture.completedFuture(null);

    /** What the rest of the node waits for. */
    record Outcome(CompletableFuture<Admission> admitted, CompletableFuture<@Nullable Void> entered) {
        void refuse(String why) {
            MembershipRefusedException refusal = new MembershipRefusedException(why);
            admitted.completeExceptionally(refusal);
            entered.completeExceptionally(refusal);
        }
    }

    MembershipCore(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            MembershipSettings settings,
            MembershipFiles files,
            MembershipFiles.Stored stored,
            PeerProbe probe,
            Outcome outcome) {
        this.context = context;
        this.timers = timers;
        this.settings = settings;
        this.probe = probe;
        this.outcome = outcome;
        this.cluster = Cluster.get(context.getSystem());
        this.wire = new Wire(context.getSystem().classicSystem());
        this.self = Wire.member(cluster.selfMember().uniqueAddress());
        this.files = files;
        this.waiting = new Waiting(context.getLog(), nowMs());
        this.bootstrapped = stored.bootstrapped();
        this.knownMembers = stored.members();
        this.belonging = settings.belonging().or(this::founded);
        stored.grantedTo().ifPresent(to -> grants.restore(to, nowMs()));
        belonging.ifPresent(this::admit);
    }

    /** A founder that was stopped between its last agreement and the formatting of its folders. */
    private Optional<MembershipSettings.Belonging> founded() {
        return bootstrapped
                .proposal()
                .filter(proposal -> bootstrapped.valid())
                .flatMap(proposal -> proposal.members().stream()
                        .filter(member -> member.directoryId().equals(bootstrapped.directoryId()))
                        .map(member -> new MembershipSettings.Belonging(proposal.clusterId(), member.nodeId()))
                        .findFirst());
    }

    /** Tells the rest of the node which cluster it belongs to. */
    private void admit(MembershipSettings.Belonging to) {
        outcome.admitted()
                .complete(new Admission(to.clusterId(), to.nodeId(), bootstrapped.directoryId(), firstVoters()));
    }

    private Optional<KnownVoters> firstVoters() {
        return bootstrapped.valid() ? bootstrapped.proposal().map(Proposal::firstVoters) : Optional.empty();
    }

    ActorContext<Command> context() {
        return context;
    }

    TimerScheduler<Command> timers() {
        return timers;
    }

    MembershipSettings settings() {
        return settings;
    }

    PeerProbe probe() {
        return probe;
    }

    MembershipFiles files() {
        return files;
    }

    Outcome outcome() {
        return outcome;
    }

    Cluster cluster() {
        return cluster;
    }

    Wire wire() {
        return wire;
    }

    MemberAt self() {
        return self;
    }

    Grants grants() {
        return grants;
    }

    Optional<JournalView> journal() {
        return journal;
    }

    BrokerDirectory directory() {
        return directory;
    }

    LooksGone controller() {
        return controller;
    }

    Optional<MembershipSettings.Belonging> belonging() {
        return belonging;
    }

    MembershipFiles.Bootstrapped bootstrapped() {
        return bootstrapped;
    }

    long nowMs() {
        return Wire.CLOCK.getAsLong();
    }

    void waitsFor(String why) {
        waiting.tell(why, nowMs());
    }

    void standing(Standing now) {
        standing = now;
    }

    void bootstrapped(MembershipFiles.Bootstrapped now) {
        bootstrapped = now;
    }

    void belongsTo(MembershipSettings.Belonging now) {
        belonging = Optional.of(now);
        admit(now);
    }

    void opened(JournalView view) {
        journal = Optional.of(view);
    }

    void serves(BrokerDirectory brokers, LooksGone told) {
        directory = brokers;
        controller = told;
    }

    int nodeId() {
        return belonging.map(MembershipSettings.Belonging::nodeId).orElse(-1);
    }

    UUID directoryId() {
        return journal.map(JournalView::directoryId).orElse(bootstrapped.directoryId());
    }

    Candidate candidate() {
        return new Candidate(self.address(), directoryId(), settings.wantedNodeId(), settings.expected());
    }

    /** The newest voters this node knows of: what the journal knows, or what the cluster began with. */
    Optional<KnownVoters> voters() {
        return journal.flatMap(JournalView::knownVoters).or(this::firstVoters);
    }

    /** Every other address where a node of the cluster may be. */
    Set<NodeAddress> contacts() {
        Set<NodeAddress> all = new LinkedHashSet<>(settings.join());
        all.addAll(knownMembers);
        voters().ifPresent(known -> known.voters().forEach(voter -> all.add(voter.address())));
        all.remove(self.address());
        return all;
    }

    NodeStatus status() {
        Optional<String> clusterId = belonging.map(MembershipSettings.Belonging::clusterId);
        return new NodeStatus(
                candidate(),
                self.uid(),
                nodeId(),
                clusterId,
                clusterId.isPresent() ? Optional.empty() : bootstrapped.proposal(),
                standing,
                voters(),
                standing == Standing.UP ? members() : List.of());
    }

    /** The members of the cluster as Akka knows them now. */
    List<MemberAt> members() {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .map(Member::uniqueAddress)
                .map(Wire::member)
                .toList();
    }

    /** Does something on disk, one after the other, without holding the actor; its outcome comes as a message. */
    void onDisk(Runnable work, Command done) {
        disk = disk.handleAsync(
                (before, failure) -> {
                    work.run();
                    return null;
                },
                context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        context.pipeToSelf(
                disk, (nothing, failure) -> failure == null ? done : new MembershipProtocol.DiskFailed(failure));
    }

    /** Says hello where somebody listens; the actor is told of both outcomes. */
    void greet(NodeAddress address) {
        context.pipeToSelf(
                probe.gone(address),
                (gone, failure) -> new MembershipProtocol.Probed(address, Boolean.TRUE.equals(gone)));
    }
}
