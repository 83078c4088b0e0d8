package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.controller.BrokerLink.Heartbeat;
import io.ottla.actors.controller.BrokerLink.HeartbeatAnswer;
import io.ottla.actors.controller.state.LivenessBook;
import io.ottla.actors.controller.state.LivenessTiming;
import io.ottla.actors.journal.QuorumJournal;
import io.ottla.actors.journal.state.VoterCandidate;
import io.ottla.actors.membership.PeerProbe;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.remote.NodeActors;
import io.ottla.actors.remote.NodeAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Watches the brokers for as long as one writer lives: sends heartbeats, has silent brokers fenced and returning ones
 * unfenced (safety rules M2, M5). What it finds it tells the guardian, because only the writer changes anything.
 */
final class BrokerWatch extends AbstractBehavior<BrokerWatch.Command> {
    private static final long TEND_EVERY_MS = 1_000;

    private final int nodeId;
    private final long epoch;
    private final ActorRef<Controller.Command> guardian;
    private final ActorRef<MetadataFeed.Command> feed;
    private final GoneBrokers gone;
    private final ActorRef<HeartbeatAnswer> answers;
    private final LivenessBook book = new LivenessBook(LivenessTiming.DEFAULT);
    private final VoterDuty voters;
    private MetadataImage image = MetadataImage.EMPTY;
    private long tendAtMs = nowMs() + TEND_EVERY_MS;

    private BrokerWatch(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            int nodeId,
            long epoch,
            ActorRef<Controller.Command> guardian,
            ActorRef<MetadataFeed.Command> feed,
            PeerProbe probe,
            Consumer<List<VoterCandidate>> candidates) {
        super(context);
        context.setLoggerName(BrokerWatch.class);
        this.nodeId = nodeId;
        this.epoch = epoch;
        this.guardian = guardian;
        this.feed = feed;
        this.gone = new GoneBrokers(context, nodeId, probe);
        this.voters = new VoterDuty(
                candidates,
                id -> QuorumJournal.get(context.getSystem().classicSystem()).decommission(id));
        this.answers = context.messageAdapter(HeartbeatAnswer.class, Answered::new);
        timers.startTimerAtFixedRate(new Tick(), Duration.ofMillis(LivenessTiming.DEFAULT.intervalMs()));
    }

    /**
     * A watch of the controller with this epoch on this node.
     *
     * @param probe looks whether a process is gone
     * @param candidates is told who is registered, and so may vote in the metadata journal
     */
    static Behavior<Command> create(
            int nodeId,
            long epoch,
            ActorRef<Controller.Command> guardian,
            ActorRef<MetadataFeed.Command> feed,
            PeerProbe probe,
            Consumer<List<VoterCandidate>> candidates) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new BrokerWatch(context, timers, nodeId, epoch, guardian, feed, probe, candidates)));
    }

    /** What it is told. */
    sealed interface Command {}

    /** This is the metadata now. */
    record Advanced(MetadataImage image) implements Command {}

    /** A broker has found both ports of another closed. */
    record LooksGone(int brokerId, UUID incarnation, int witness) implements Command {}

    /** One of those that were asked whether a process is gone has looked. */
    record Looked(int brokerId, UUID incarnation, boolean byThisNode, boolean gone) implements Command {}

    private record Answered(HeartbeatAnswer answer) implements Command {}

    private record Tick() implements Command {}

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Advanced.class, this::onAdvanced)
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(LooksGone.class, this::onLooksGone)
                .onMessage(Looked.class, this::onLooked)
                .onMessage(Tick.class, this::onTick)
                .build();
    }

    private Behavior<Command> onAdvanced(Advanced advanced) {
        boolean first = image.sequenceNr() == 0;
        boolean brokersChanged = image.brokers() != advanced.image().brokers();
        image = advanced.image();
        voters.follow(image);
        if (brokersChanged) {
            book.follow(image, nowMs());
        }
        if (first) {
            image.brokers().values().forEach(this::beat);
            gone.lookAtAll(image);
        }
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        long now = nowMs();
        book.tick(now);
        for (int silent : book.silent(now)) {
            BrokerImage broker = image.brokers().get(silent);
            if (broker != null) {
                fence(broker, "it has not answered for " + LivenessTiming.DEFAULT.silenceMs() + " ms");
            }
        }
        image.brokers().values().forEach(this::beat);
        if (now >= tendAtMs) {
            tendAtMs = now + TEND_EVERY_MS;
            guardian.tell(new Controller.Tend(now));
        }
        return this;
    }

    private Behavior<Command> onLooksGone(LooksGone looks) {
        image.liveBroker(looks.brokerId())
                .filter(broker -> broker.incarnation().equals(looks.incarnation()))
                .ifPresent(broker -> gone.suspect(image, broker, looks.witness()));
        return this;
    }

    private Behavior<Command> onLooked(Looked looked) {
        if (gone.confirms(looked)) {
            image.liveBroker(looked.brokerId())
                    .filter(broker -> broker.incarnation().equals(looked.incarnation()))
                    .ifPresent(broker -> fence(broker, "its process is gone: both of its ports refuse connections"));
        }
        return this;
    }

    private void beat(BrokerImage broker) {
        if (!broker.control().equals(NodeAddress.UNKNOWN)) {
            ActorRef<Heartbeat> node = NodeActors.at(getContext().getSystem(), broker.control(), BrokerLink.NODE);
            node.tell(new Heartbeat(
                    epoch, nodeId, broker.incarnation(), broker.epoch(), broker.fenced(), image.sequenceNr(), answers));
        }
    }

    private Behavior<Command> onAnswered(Answered answered) {
        HeartbeatAnswer answer = answered.answer();
        BrokerImage broker = image.brokers().get(answer.brokerId());
        if (broker == null) {
            return this;
        }
        if (!broker.incarnation().equals(answer.incarnation())) {
            fence(broker, "another process answers at its address");
            return this;
        }
        long now = nowMs();
        book.heard(broker.id(), broker.incarnation(), now);
        feed.tell(new MetadataFeed.BrokerHas(broker.id(), broker.incarnation(), answer.has()));
        if (answer.ready()
                && !broker.inControlledShutdown()
                && book.mayServe(broker.id(), broker.incarnation(), answer.has(), now)) {
            guardian.tell(new Controller.BrokerReady(broker.id(), broker.incarnation()));
        }
        return this;
    }

    private void fence(BrokerImage broker, String why) {
        if (!broker.fenced()) {
            getContext().getLog().warn("fencing broker {}: {}", broker.id(), why);
            guardian.tell(new Controller.FenceBroker(broker.id(), broker.incarnation(), why));
        }
    }

    /** A clock that never goes back: only differences count. */
    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
