package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.ConfigResource;
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
import org.apache.kafka.common.Uuid;

/** A node: what its process knows, and what its disk keeps when the process is gone. */
final class SimulatedNode implements Brokers {
    private final int id;
    private final SimulationRules rules;
    private final Invariants invariants;
    private final Random random;
    private final Map<Integer, SimulatedLog> disk = new HashMap<>();
    private final Map<Integer, Long> checkpoints = new HashMap<>();
    private final TreeMap<Integer, SimulatedReplica> replicas = new TreeMap<>();
    private Uuid logDir;
    private Optional<UUID> incarnation = Optional.empty();
    private MetadataImage image = MetadataImage.EMPTY;
    private long controllerTerm;
    private long cleanEpoch = -1;
    private long lastEpoch = -1;
    private long sessions;
    private long toldFencedAt = -1;
    private boolean paused;
    private boolean unclean;
    private boolean mayLack;

    SimulatedNode(int id, SimulationRules rules, Invariants invariants, Random random) {
        this.id = id;
        this.rules = rules;
        this.invariants = invariants;
        this.random = random;
        logDir = newLogDir();
    }

    private Uuid newLogDir() {
        return new Uuid(random.nextLong(), random.nextLong());
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
    boolean mayLack() {
        return mayLack;
    }

    /** The id of its only log directory. */
    Uuid logDir() {
        return logDir;
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

    /** The power is gone, and with it what was not forced to disk: where acknowledgements wait for that, nothing that counts. */
    void losePower() {
        kill();
        mayLack = !rules.forced();
        disk.values().forEach(log -> log.losePower(random.nextInt((int) log.endOffset() + 1)));
    }

    /** The machine is gone; another one with an empty disk gets its number. */
    void loseDisk() {
        kill();
        mayLack = true;
        disk.clear();
        checkpoints.clear();
        logDir = newLogDir();
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
        toldFencedAt = -1;
        image = MetadataImage.EMPTY;
    }

    /** The controller sends its metadata (rules C3 and C5). */
    void learn(long term, MetadataImage newer, long nowMs) {
        boolean older = term < controllerTerm || newer.sequenceNr() < image.sequenceNr();
        if (older && rules.keeps(Rule.IGNORE_OLDER_METADATA)) {
            return;
        }
        invariants.learned(incarnation(), term, newer.sequenceNr());
        controllerTerm = term;
        image = newer;
        if (registration().isEmpty()) {
            return;
        }
        lastEpoch = registration().get().epoch();
        unclean = false;
        mayLack = false;
        boolean serves = isAlive(id);
        for (TopicImage topic : image.topics().all()) {
            int minInSync = minInSync(topic.name());
            for (PartitionImage partition : topic.partitions()) {
                if (partition.replicas().contains(id)) {
                    SimulatedReplica replica = replicas.computeIfAbsent(partition.partition(), this::open);
                    if (!serves) {
                        replica.stopLeading();
                    }
                    replica.decided(partition, minInSync, serves, this, nowMs);
                } else {
                    delete(partition.partition());
                }
            }
        }
    }

    /** The controller says whether this process is fenced, before the metadata tells (rule M7). */
    void beat(long term, boolean fenced, long sequenceNr) {
        if (term < controllerTerm || sequenceNr <= image.sequenceNr()) {
            return;
        }
        toldFencedAt = fenced ? sequenceNr : Math.min(toldFencedAt, image.sequenceNr());
        if (fenced && rules.keeps(Rule.STOP_WHEN_FENCED)) {
            replicas.values().forEach(SimulatedReplica::stopLeading);
        }
    }

    /** Whether this process has heard, or seen in the metadata, that it must not serve. */
    boolean knowsItIsFenced() {
        return toldFencedAt > image.sequenceNr() || !isAlive(id);
    }

    private int minInSync(String topic) {
        return Optional.ofNullable(image.config(ConfigResource.topic(topic)).get("min.insync.replicas"))
                .map(Integer::valueOf)
                .orElse(SimulatedController.MIN_IN_SYNC);
    }

    private void delete(int partition) {
        SimulatedReplica replica = replicas.remove(partition);
        if (replica != null) {
            replica.stopLeading();
            sessions = Math.max(sessions, replica.session());
        }
        disk.remove(partition);
        checkpoints.remove(partition);
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

    /** Forces every log to disk. */
    void force(long nowMs) {
        replicas.values().forEach(replica -> replica.force(nowMs));
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
