package io.ottla.actors.simulation.cluster;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.Controller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;

/** Runs one cluster from one seed: some seconds of faults, then peace, in which everything must be well again. */
public final class ClusterSimulator {
    private static final long BROKERS_THERE_MS = 1_000;
    private static final long FAULTS_FROM_MS = 1_500;
    private static final long FAULTS_UNTIL_MS = FAULTS_FROM_MS + 8_000;
    private static final long LEADERS_THERE_MS = FAULTS_UNTIL_MS + 4_000;
    private static final long END_MS = LEADERS_THERE_MS + 8_000;
    private static final long MOMENT_MS = 1_000;

    private final SimulatedWorld world;
    private final Workload workload;
    private final ClusterFaults faults;

    private ClusterSimulator(long seed, Set<Rule> broken, Workload workload) {
        this.workload = workload;
        world = new SimulatedWorld(seed, broken, workload.partitions());
        faults = new ClusterFaults(world, FAULTS_UNTIL_MS, workload.bringsAnOperator());
    }

    /** Runs a seed; returns how many records were acknowledged. */
    static int run(long seed, Set<Rule> broken) {
        return run(seed, broken, new PlainProducers());
    }

    /** Runs a seed in which no rule of the cluster is broken, with a workload of its own. */
    public static void run(long seed, Workload workload) {
        run(seed, Set.of(), workload);
    }

    private static int run(long seed, Set<Rule> broken, Workload workload) {
        try {
            return new ClusterSimulator(seed, broken, workload).run();
        } catch (RuntimeException | AssertionError e) {
            throw new Failed(seed, e);
        }
    }

    /** A seed in which something was wrong. */
    static final class Failed extends AssertionError {
        private static final long serialVersionUID = 1;

        Failed(long seed, Throwable cause) {
            super("seed " + seed + " (-Dottla.seed=" + seed + "): " + cause.getMessage(), cause);
        }

        /** The invariant that did not hold; empty where a machine found fault with itself. */
        Optional<Invariant> invariant() {
            return getCause() instanceof Invariants.Violation violation
                    ? Optional.of(violation.invariant)
                    : Optional.empty();
        }

        boolean broke(Invariant expected) {
            return invariant().equals(Optional.of(expected));
        }
    }

    private int run() {
        world.nodes.forEach(SimulatedNode::start);
        world.electController();
        new ClusterTraffic(world, workload).begin();
        until(BROKERS_THERE_MS);
        createTopic();
        workload.begin(new SimulatedCluster(world));
        until(FAULTS_FROM_MS);
        world.time.after(0, faults::next);
        until(FAULTS_UNTIL_MS);
        faults.makePeace();
        workload.peace();
        until(LEADERS_THERE_MS);
        Wholeness wholeness = new Wholeness(world);
        wholeness.checkLeaders();
        until(END_MS);
        while (!wholeness.isWhole() && world.time.step(END_MS + MOMENT_MS)) {
            // Each step checks what it changes.
        }
        wholeness.check();
        workload.check();
        return world.invariants.acknowledged();
    }

    private void until(long ms) {
        while (world.time.step(ms)) {
            // Each step checks what it changes.
        }
    }

    private void createTopic() {
        TestInbox<Controller.TopicsChanged> inbox = TestInbox.create();
        Controller.NewTopic topic =
                new Controller.NewTopic(SimulatedWorld.TOPIC, world.partitions, 3, Map.of(), Map.of());
        world.controller.decide(new Controller.CreateTopics(List.of(topic), false, inbox.getRef()), world.time.nowMs());
        Controller.TopicsChanged answer = inbox.receiveMessage();
        if (answer.results().get(0).error() != Errors.NONE) {
            throw new IllegalStateException("the simulated cluster has no topic: " + answer);
        }
    }
}
