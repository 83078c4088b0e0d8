package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.Controller.AlterPartitions;
import io.ottla.actors.controller.Controller.BrokerReady;
import io.ottla.actors.controller.Controller.ConfigChange;
import io.ottla.actors.controller.Controller.Election;
import io.ottla.actors.controller.Controller.IsrProposal;
import io.ottla.actors.controller.Controller.NewTopic;
import io.ottla.actors.controller.Controller.PartitionName;
import io.ottla.actors.controller.Controller.Reassignment;
import io.ottla.actors.controller.Controller.RegisterBroker;
import io.ottla.actors.controller.Controller.ReplicaFailed;
import io.ottla.actors.controller.Controller.ReplicaState;
import io.ottla.actors.controller.state.PartitionInvariants.Step;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** A random life of a cluster, from one seed, with the invariants checked after every step. */
final class PartitionHistory {
    private static final PartitionRules RULES = PartitionRules.DEFAULT;
    private static final UpkeepSettings UPKEEP = new UpkeepSettings(10_000, true, 30_000);
    private static final ConfigResource CLUSTER = new ConfigResource(ConfigResource.Type.BROKER, "");

    private final Random random;
    private final int brokerCount;
    private final ControllerDecisions decisions;
    private final BrokerDecisions brokers = new BrokerDecisions(RULES);
    private final PartitionInvariants invariants = new PartitionInvariants(RULES);
    private final ReplicaData data;
    private final BiFunction<MetadataImage, List<MetadataEvent>, List<MetadataEvent>> sabotage;
    private MetadataImage image = MetadataImage.EMPTY;
    private MetadataImage stable = MetadataImage.EMPTY;
    private long nowMs;

    /**
     * A history.
     *
     * @param sabotage breaks a rule: makes other events of those that were decided
     */
    PartitionHistory(long seed, BiFunction<MetadataImage, List<MetadataEvent>, List<MetadataEvent>> sabotage) {
        this.random = new Random(seed);
        this.sabotage = sabotage;
        brokerCount = 3 + random.nextInt(4);
        decisions = new ControllerDecisions(new ControllerDefaults(3, 3, 100, RULES, UPKEEP), random);
        data = new ReplicaData(random);
    }

    /** Lives on for so many steps and returns where it ended. */
    MetadataImage run(int steps) {
        for (int id = 1; id <= 1 + random.nextInt(brokerCount); id++) {
            register(id, false);
            ready(id);
        }
        create("one", 1, Map.of());
        create("clamped", -1, Map.of("min.insync.replicas", "2"));
        create("two", 2, Map.of("min.insync.replicas", "2"));
        create("three", 3, Map.of("min.insync.replicas", "2"));
        create("unclean", 2, Map.of("unclean.leader.election.enable", "true"));
        for (int step = 0; step < steps; step++) {
            step();
        }
        return image;
    }

    private void step() {
        data.write(image, RULES);
        int broker = 1 + random.nextInt(brokerCount);
        switch (random.nextInt(17)) {
            case 0, 1 -> applied(brokers.fence(image, broker), Step.OTHER, Set.of());
            case 2, 3 -> register(broker, random.nextBoolean());
            case 4, 5, 6 -> ready(broker);
            case 7 -> applied(brokers.shutDown(image, broker), Step.OTHER, Set.of());
            case 8, 9, 10 -> propose(broker);
            case 11 -> reassign();
            case 12 ->
                told(new Controller.ElectLeaders(
                        random.nextInt(4) > 0 ? Election.PREFERRED : Election.UNCLEAN,
                        uncleanTopic(),
                        TestRefs.nobody()));
            case 13 -> configure();
            case 14 -> leave(broker);
            case 15 -> failDisk(broker);
            default -> tend();
        }
    }

    private void register(int id, boolean clean) {
        BrokerImage before = image.brokers().get(id);
        long epoch = clean && before != null ? before.epoch() : -1;
        if (epoch == -1) {
            data.lose(id);
        }
        RegisterBroker wanted = Clusters.registration(id, new UUID(random.nextLong(), id), epoch);
        applied(brokers.register(image, wanted), Step.OTHER, epoch == -1 ? Set.of(id) : Set.of());
    }

    private void ready(int id) {
        Optional.ofNullable(image.brokers().get(id))
                .ifPresent(broker ->
                        applied(brokers.ready(image, new BrokerReady(id, broker.incarnation())), Step.OTHER, Set.of()));
    }

    private void create(String name, int copies, Map<String, String> configs) {
        told(new Controller.CreateTopics(
                List.of(new NewTopic(name, 2, copies, Map.of(), configs)), false, TestRefs.nobody()));
    }

    /** The leader proposes replicas of which some have caught up; sometimes with a state that has passed. */
    private void propose(int leader) {
        BrokerImage broker = image.brokers().get(leader);
        if (broker == null) {
            return;
        }
        List<IsrProposal> proposals = new ArrayList<>();
        for (TopicImage topic : image.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                List<ReplicaState> isr = partition.replicas().stream()
                        .filter(id -> id == leader || (random.nextInt(3) > 0 && data.isCaughtUp(topic, partition, id)))
                        .map(id -> new ReplicaState(id, epoch(id)))
                        .toList();
                int age = random.nextInt(8) == 0 ? 1 : 0;
                proposals.add(new IsrProposal(
                        topic.id(),
                        partition.partition(),
                        partition.leaderEpoch(),
                        partition.partitionEpoch() - age,
                        isr));
            }
        }
        AlterPartitions command = new AlterPartitions(leader, broker.epoch(), proposals, TestRefs.nobody());
        applied(decisions.decide(image, command).events(), Step.PROPOSE, Set.of());
    }

    private long epoch(int id) {
        BrokerImage broker = image.brokers().get(id);
        return broker == null ? -1 : broker.epoch();
    }

    private void reassign() {
        boolean cancel = random.nextInt(3) == 0;
        List<Reassignment> wanted = new ArrayList<>();
        for (TopicImage topic : image.topics().all()) {
            List<Integer> ids = new ArrayList<>(image.brokers().keySet());
            Collections.shuffle(ids, random);
            List<Integer> target = ids.subList(0, Math.min(ids.size(), 1 + random.nextInt(3)));
            wanted.add(new Reassignment(
                    new PartitionName(topic.name(), random.nextInt(2)),
                    cancel ? Optional.empty() : Optional.of(List.copyOf(target))));
        }
        Controller.ReassignPartitions command = new Controller.ReassignPartitions(wanted, true, TestRefs.nobody());
        applied(decisions.decide(image, command).events(), cancel ? Step.CANCEL : Step.OTHER, Set.of());
    }

    /** An unclean election may lose records, so it is asked for only where that is allowed. */
    private List<PartitionName> uncleanTopic() {
        return List.of(new PartitionName("unclean", random.nextInt(2)));
    }

    private void configure() {
        List<String> names = List.of("one", "clamped", "two", "three");
        ConfigResource resource =
                random.nextInt(4) == 0 ? CLUSTER : ConfigResource.topic(names.get(random.nextInt(names.size())));
        Optional<String> value =
                random.nextBoolean() ? Optional.of(String.valueOf(1 + random.nextInt(3))) : Optional.empty();
        told(new Controller.AlterConfigs(
                List.of(new ConfigChange(resource, Map.of("min.insync.replicas", value))), false, TestRefs.nobody()));
    }

    /** A broker is drained, comes back from that, or is forgotten. */
    private void leave(int id) {
        if (random.nextInt(3) == 0 && image.liveBroker(id).isEmpty()) {
            applied(brokers.unregister(image, id).events(), Step.OTHER, Set.of());
        } else {
            Optional<String> drained = random.nextBoolean() ? Optional.of(String.valueOf(id)) : Optional.empty();
            told(new Controller.AlterConfigs(
                    List.of(new ConfigChange(CLUSTER, Map.of(DrainedBrokers.SETTING, drained))),
                    false,
                    TestRefs.nobody()));
        }
    }

    /** The replicas of one topic on a broker are gone, though the broker lives. */
    private void failDisk(int id) {
        BrokerImage broker = image.brokers().get(id);
        Optional<TopicImage> topic = image.topics().topic("three");
        if (broker != null && topic.isPresent()) {
            data.lose(topic.get(), 0, id);
            ReplicaFailed failed =
                    new ReplicaFailed(id, broker.incarnation(), topic.get().id(), 0);
            applied(brokers.replicaFailed(image, failed), Step.OTHER, Set.of(id));
        }
    }

    private void tend() {
        nowMs += random.nextInt(5_000);
        applied(decisions.decide(image, new Controller.Tend(nowMs)).events(), Step.HEAL, Set.of());
    }

    private void told(Controller.Command command) {
        applied(decisions.decide(image, command).events(), Step.OTHER, Set.of());
    }

    private void applied(List<MetadataEvent> decided, Step step, Set<Integer> unreliable) {
        for (MetadataEvent event : sabotage.apply(image, decided)) {
            image = MetadataReplay.replay(image, event);
            if (event instanceof MetadataEvent.PartitionsChanged) {
                check(stable, step, unreliable);
            }
        }
        check(stable, step, unreliable);
    }

    /** What happened to a broker is checked together with what follows for its partitions. */
    private void check(MetadataImage before, Step step, Set<Integer> unreliable) {
        invariants.check(before, image, step);
        data.follow(before, image, RULES, step == Step.PROPOSE, unreliable);
        stable = image;
    }
}
