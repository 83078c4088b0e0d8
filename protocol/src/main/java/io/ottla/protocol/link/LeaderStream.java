package io.ottla.protocol.link;

import akka.NotUsed;
import akka.actor.CoordinatedShutdown;
import akka.stream.stage.AsyncCallback;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.node.LinkContext;
import io.ottla.actors.partition.LeaderLink;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.protocol.fetch.Follower;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of fetches from this node to one other. Connects when something there is to be followed, again after a pause when the
 * connection breaks, and lets go of it when nothing is left to follow.
 *
 * <p>The plan and the buffers belong to the connection of the moment, and go from one to the next.
 */
final class LeaderStream {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderStream.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final LinkContext context;
    private final int leader;
    private final FetchPlan plan;
    private final FrameBuffers buffers = new FrameBuffers();
    private final Queue<FollowedPartition> wishes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private volatile @Nullable AsyncCallback<NotUsed> connection;
    private boolean running;
    private int failures;

    LeaderStream(LinkContext context, int leader, Brake brake) {
        this.plan = new FetchPlan(brake);
        this.context = context;
        this.leader = leader;
    }

    /** A place in this stream for a follower. */
    LeaderLink open(int leaderEpoch, PartitionHandle follower) {
        return new FollowedPartition(this::wished, follower, leaderEpoch);
    }

    /** A follower has left a wish. Any thread. */
    private void wished(FollowedPartition place) {
        wishes.add(place);
        if (called.compareAndSet(false, true)) {
            AsyncCallback<NotUsed> open = connection;
            if (open != null) {
                open.invoke(NotUsed.getInstance());
            } else {
                start();
            }
        }
    }

    private void start() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        connect();
    }

    private void connect() {
        if (CoordinatedShutdown.get(context.system()).getShutdownReason().isPresent()) {
            // The actor system ends, and what was set for later with it.
            return;
        }
        if (!NodeConnections.open(context, leader, new FetchLoop(this))) {
            // Its registration is on the way.
            again();
        }
    }

    /** The connection begins: it is called when followers leave wishes. */
    void attach(AsyncCallback<NotUsed> callback) {
        connection = callback;
    }

    /** Takes in what followers wish. Of the connection's thread. */
    void takeWishes(long longestPauseMs) {
        called.set(false);
        for (FollowedPartition place = wishes.poll(); place != null; place = wishes.poll()) {
            FollowedPartition from = place;
            place.takeWish().ifPresent(wish -> plan.take(from, wish, nowMs(), longestPauseMs));
        }
    }

    /** The leader's node has answered. Of the connection's thread. */
    void answered() {
        if (failures > 0) {
            LOG.info("node {} answers again", leader);
            failures = 0;
        }
    }

    /** The connection has ended: because nothing is left to follow, or it broke. Of its thread. */
    void ended(Optional<Throwable> cause) {
        connection = null;
        // Whoever has called this connection last may not have been heard any more, and the next one must not rely on
        // it.
        called.set(false);
        synchronized (this) {
            running = !plan.isEmpty() || !wishes.isEmpty();
            if (!running) {
                return;
            }
        }
        cause.ifPresent(this::lost);
        again();
    }

    private void lost(Throwable cause) {
        context.connectionLost().accept(leader);
        if (failures == 0) {
            LOG.info("the connection to node {} is lost, trying again: {}", leader, cause.toString());
        }
    }

    private void again() {
        long pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures, 10));
        failures++;
        context.system()
                .scheduler()
                .scheduleOnce(
                        Duration.ofMillis(pauseMs),
                        this::connect,
                        context.system().executionContext());
    }

    FetchPlan plan() {
        return plan;
    }

    FrameBuffers buffers() {
        return buffers;
    }

    LinkLimits limits() {
        return LinkLimits.of(context.settings().get());
    }

    /** This node as the leader's node knows it. */
    Follower self() {
        BrokerImage self = context.metadata().image().brokers().get(context.nodeId());
        return new Follower(context.nodeId(), self == null ? -1 : self.epoch());
    }

    String clientId() {
        return "ottla-replica-" + context.nodeId();
    }

    long nowMs() {
        return context.clock().millis();
    }
}
