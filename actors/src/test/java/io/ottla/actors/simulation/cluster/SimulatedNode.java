package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.state.Brokers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** A node: what its process knows, and what its disk keeps when the process is gone. */
final class SimulatedNode implements Brokers {
    private final int id;
    private final SimulationRules rules;
    private final Invariants invariants;
    private final Random random;
    private final Map<Integer, SimulatedLog> disk = new HashMap<>();
    private final Map<Integer, Long> checkpoints = new HashMap<>();
    private final TreeMap<Integer, SimulatedReplica> replicas = new TreeMap<>();
    private Optional<UUID> incarnation = Optional.empty();
    private MetadataImage image = MetadataImage.EMPTY;
    private long controllerTerm;
    private long cleanEpoch = -1;
    private long lastEpoch = -1;
    private long sessions;
    private boolean paused;
    private boolean unclean;
    private boolean lostPower;

    SimulatedNode(int id, SimulationRules rules, Invariants invariants, Random random) {
        this.id = id;
        this.rules = rules;
        this.invariants = invariants;
        this.random = random;
    }

    int id() {
        return id;
    }

    boolean isUp() {
        return incarnation.isPresent();
    }

    boolean isRunning() {
        return isUp() && !paused;
    }

    UUID incarnation() {
        return incarnation.orElseThrow();
    }

    MetadataImage image() {
        return image;
    }

    Map<Integer, SimulatedReplica> replicas() {
        return replicas;
    }

    Optional<SimulatedReplica> replica(int partition) {
        return Optional.ofNullable(replicas.get(partition));
    }

    /** The broker epoch of its last clean shutdown, -1 if that was none. */
    long cleanEpoch() {
        return rules.keeps(Rule.FORGET_UNCLEAN_BROKERS) ? cleanEpoch : lastEpoch;
    }

    /** Whether the process ended in a crash that the controller has not heard of. */
    boolean isUnclean() {
        return unclean;
    }

    /** Whether its disk may lack what it had when it was last in sync, and the controller has not heard of that. */
    boolean lostPower() {
        return lostPower;
    }

    void start() {
        incarnation = Optional.of(new UUID(random.nextLong(), random.nextLong()));
        paused = false;
    }

    void pause(boolean on) {
        paused = on;
    }

    /** The process is gone; what it had written is there. */
    void kill() {
        end();
        cleanEpoch = -1;
        unclean = true;
    }

    /** The power is gone, and with it what was not forced to disk. */
    void losePower() {
        kill();
        lostPower = true;
        disk.values().forEach(log -> log.losePower(random.nextInt((int) log.endOffset() + 1)));
    }

    /** It ends in order: everything is on disk, and it says so when it starts again. */
    void shutDown() {
        registration().ifPresent(broker -> cleanEpoch = broker.epoch());
        disk.values().forEach(SimulatedLog::flush);
        end();
    }

    private void end() {
        replicas.forEach((partition, replica) -> {
            sessions = Math.max(sessions, replica.session());
            // The watermark is written down now and then.
            checkpoints.put(partition, replica.highWatermark() - random.nextInt(3));
        });
        replicas.clear();
        incarnation = Optional.empty();
        controllerTerm = 0;
        image = MetadataImage.EMPTY;
    }

    /** The controller sends its metadata (rules C3 and C5). */
    void learn(long term, MetadataImage newer, long nowMs) {
        if (term < controllerTerm || newer.sequenceNr() < image.sequenceNr()) {
            return;
        }
        controllerTerm = term;
        image = newer;
        if (registration().isEmpty()) {
            return;
        }
        lastEpoch = registration().get().epoch();
        unclean = false;
        lostPower = false;
        boolean serves = isAlive(id);
        for (TopicImage topic : image.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                if (partition.replicas().contains(id)) {
                    SimulatedReplica replica = replicas.computeIfAbsent(partition.partition(), this::open);
                    if (!serves) {
                        replica.stopLeading();
                    }
                    replica.decided(partition, serves, this, nowMs);
                }
            }
        }
    }

    private SimulatedReplica open(int partition) {
        SimulatedLog log = disk.computeIfAbsent(partition, unused -> new SimulatedLog());
        long checkpoint = Math.max(0, checkpoints.getOrDefault(partition, 0L));
        return new SimulatedReplica(id, partition, log, checkpoint, sessions + 1, rules, invariants);
    }

    /** Its own registration, if this very process is the registered one. */
    Optional<BrokerImage> registration() {
        return Optional.ofNullable(image.brokers().get(id))
                .filter(broker ->
                        incarnation.isPresent() && broker.incarnation().equals(incarnation.get()));
    }

    @Override
    public boolean mayBeInSync(int brokerId, long brokerEpoch) {
        return image.liveBroker(brokerId)
                .filter(broker -> !broker.inControlledShutdown())
                .filter(broker -> brokerEpoch == -1 || broker.epoch() == brokerEpoch)
                .isPresent();
    }

    @Override
    public boolean isAlive(int brokerId) {
        return image.liveBroker(brokerId).isPresent();
    }

    /** Somebody forces a log to disk now and then. */
    void flushSome() {
        disk.values().forEach(log -> {
            if (random.nextInt(4) == 0) {
                log.flush();
            }
        });
    }

    Map<Integer, SimulatedLog> disk() {
        return disk;
    }
}
