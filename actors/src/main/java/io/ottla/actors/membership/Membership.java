package io.ottla.actors.membership;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;
import io.ottla.actors.membership.MembershipProtocol.Command;
import io.ottla.actors.membership.state.MemberAt;
import io.ottla.actors.remote.NodeAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A node's way into, and its life in, the cluster: begins one with others or finds one (C6), joins it (M1), downs members that
 * are gone (M3, M5) and ends the actor system of a node that is a member no more (M4). One for each actor system; its actor
 * answers other nodes also before there is any membership.
 */
public final class Membership {
    static final String TICK = "tick";
    private static final Duration TICK_EVERY = Duration.ofMillis(200);

    private final ActorRef<Command> actor;
    private final NodeAddress address;
    private final PeerProbe probe;
    private final CompletionStage<Admission> admitted;
    private final CompletionStage<@Nullable Void> entered;

    private Membership(ActorRef<Command> actor, NodeAddress address, PeerProbe probe, MembershipCore.Outcome outcome) {
        this.actor = actor;
        this.probe = probe;
        this.address = address;
        this.admitted = outcome.admitted();
        this.entered = outcome.entered();
    }

    /** Begins, after reading a few small files of the folder; {@link #admitted} tells how to format the node's folders. */
    public static Membership start(ActorSystem<?> system, MembershipSettings settings) {
        MembershipCore.Outcome outcome =
                new MembershipCore.Outcome(new CompletableFuture<>(), new CompletableFuture<>());
        MembershipFiles files = new MembershipFiles(settings.folder());
        MembershipFiles.Stored stored = files.read(System.currentTimeMillis());
        SocketProbe probe = new SocketProbe();
        system.classicSystem().registerOnTermination(probe::close);
        ActorRef<Command> actor =
                system.systemActorOf(create(settings, files, stored, probe, outcome), Wire.ACTOR, Props.empty());
        return new Membership(
                actor,
                Wire.member(Cluster.get(system).selfMember().uniqueAddress()).address(),
                probe,
                outcome);
    }

    /** Where other nodes reach this one. */
    public NodeAddress address() {
        return address;
    }

    /**
     * The cluster this node belongs to, as soon as there is one; it may wait for other nodes for ever, and says so in the log.
     * Fails with {@link MembershipRefusedException}.
     */
    public CompletionStage<Admission> admitted() {
        return admitted;
    }

    /** The folders are formatted and the journal can be read: joins. */
    public void enter(JournalView journal) {
        actor.tell(new MembershipProtocol.Enter(journal));
    }

    /** Completes when the node is a full member. Fails with {@link MembershipRefusedException}. */
    public CompletionStage<@Nullable Void> entered() {
        return entered;
    }

    /** From now on the node knows the brokers, and whom to tell when one of them is gone. */
    public void serve(BrokerDirectory directory, LooksGone controller) {
        actor.tell(new MembershipProtocol.Serve(directory, controller));
    }

    /** Tells a process that is gone from one that does not answer. */
    public PeerProbe probe() {
        return probe;
    }

    /** Where the node's parts report broken connections. */
    public Peers peers() {
        return brokerId -> actor.tell(new MembershipProtocol.BrokerConnectionLost(brokerId));
    }

    private static Behavior<Command> create(
            MembershipSettings settings,
            MembershipFiles files,
            MembershipFiles.Stored stored,
            PeerProbe probe,
            MembershipCore.Outcome outcome) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.setLoggerName(Membership.class);
            subscribe(context);
            MembershipCore core = new MembershipCore(context, timers, settings, files, stored, probe, outcome);
            timers.startTimerWithFixedDelay(TICK, new MembershipProtocol.Tick(), TICK_EVERY);
            context.getSelf().tell(new MembershipProtocol.Tick());
            Checks checks = new Checks(core);
            return core.belonging().isPresent() ? new Entering(core, checks) : new Outside(core, checks);
        }));
    }

    private static void subscribe(ActorContext<Command> context) {
        Cluster cluster = Cluster.get(context.getSystem());
        ActorRef<SelfUp> up = context.messageAdapter(SelfUp.class, event -> new MembershipProtocol.BecameUp());
        cluster.subscriptions().tell(Subscribe.create(up, SelfUp.class));
        ActorRef<ClusterEvent.MemberEvent> members =
                context.messageAdapter(ClusterEvent.MemberEvent.class, Membership::changed);
        cluster.subscriptions().tell(Subscribe.create(members, ClusterEvent.MemberEvent.class));
        ActorRef<ClusterEvent.ReachabilityEvent> reachability = context.messageAdapter(
                ClusterEvent.ReachabilityEvent.class, event -> new MembershipProtocol.ClusterChanged());
        cluster.subscriptions().tell(Subscribe.create(reachability, ClusterEvent.ReachabilityEvent.class));
        ActorRef<ThisActorSystemQuarantinedEvent> quarantined = context.messageAdapter(
                ThisActorSystemQuarantinedEvent.class,
                event -> new MembershipProtocol.Quarantined(new MemberAt(
                        Wire.nodeAddress(event.remoteAddress().address()),
                        event.remoteAddress().uid())));
        context.getSystem()
                .classicSystem()
                .eventStream()
                .subscribe(Adapter.toClassic(quarantined), ThisActorSystemQuarantinedEvent.class);
    }

    private static Command changed(ClusterEvent.MemberEvent event) {
        if (event instanceof ClusterEvent.MemberRemoved removed && !hasTakenLeave(removed.previousStatus())) {
            return new MembershipProtocol.Expelled(Wire.member(removed.member().uniqueAddress()));
        }
        return new MembershipProtocol.ClusterChanged();
    }

    private static boolean hasTakenLeave(MemberStatus last) {
        return last.equals(MemberStatus.leaving()) || last.equals(MemberStatus.exiting());
    }
}
