package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.protocol.Errors;

/** The controller's rules: from the metadata and a command to the events that it causes. Nothing here changes anything. */
public final class ControllerDecisions {
    /** How many producer ids a broker takes at once. */
    static final int PRODUCER_ID_BLOCK = 1_000;

    private final TopicDecisions topics;
    private final ConfigDecisions configs;
    private final BrokerDecisions brokers;
    private final RegistrationDecisions registrations;
    private final IsrDecisions isrs;
    private final ElectionDecisions elections;
    private final ReassignmentDecisions reassignments;
    private final Upkeep upkeep;

    /** Rules with these defaults and this source of chance. */
    public ControllerDecisions(ControllerDefaults defaults, RandomGenerator random) {
        PartitionRules rules = defaults.rules();
        topics = new TopicDecisions(defaults, random);
        configs = new ConfigDecisions(rules);
        brokers = new BrokerDecisions(rules);
        registrations = new RegistrationDecisions(brokers);
        isrs = new IsrDecisions(rules);
        elections = new ElectionDecisions(rules);
        reassignments = new ReassignmentDecisions(rules);
        upkeep = new Upkeep(defaults.upkeep(), rules);
    }

    /** Decides one command against this image. */
    public Verdict decide(MetadataImage image, Controller.Command command) {
        if (command instanceof Controller.CreateTopics create) {
            return each(
                    image,
                    create.topics(),
                    topics::create,
                    create.validateOnly(),
                    (results, sequenceNr) -> create.replyTo().tell(new Controller.TopicsChanged(results, sequenceNr)));
        } else if (command instanceof Controller.DeleteTopics delete) {
            return each(
                    image,
                    delete.topicIds(),
                    topics::delete,
                    false,
                    (results, sequenceNr) -> delete.replyTo().tell(new Controller.TopicsChanged(results, sequenceNr)));
        } else if (command instanceof Controller.CreatePartitions grow) {
            return each(
                    image,
                    grow.topics(),
                    topics::grow,
                    grow.validateOnly(),
                    (results, sequenceNr) -> grow.replyTo().tell(new Controller.TopicsChanged(results, sequenceNr)));
        } else if (command instanceof Controller.AlterConfigs alter) {
            return each(
                    image,
                    alter.changes(),
                    configs::alter,
                    alter.validateOnly(),
                    (results, sequenceNr) -> alter.replyTo().tell(new Controller.ConfigsAltered(results, sequenceNr)));
        } else if (command instanceof Controller.AllocateProducerIds allocate) {
            return allocate(image, allocate);
        } else if (command instanceof Controller.RegisterBroker register) {
            return registrations.register(image, register);
        } else if (command instanceof Controller.BrokerReady ready) {
            return silent(registrations.ready(image, ready));
        } else if (command instanceof Controller.FenceBroker fence) {
            return silent(registrations.fence(image, fence));
        } else if (command instanceof Controller.ShutDownBroker shutDown) {
            return registrations.shutDown(image, shutDown);
        } else if (command instanceof Controller.UnregisterBroker unregister) {
            return changed(brokers.unregister(image, unregister.id()), unregister.replyTo()::tell);
        } else if (command instanceof Controller.ReplicaFailed failed) {
            return silent(brokers.replicaFailed(image, failed));
        } else if (command instanceof Controller.AlterPartitions alter) {
            Decision<Controller.PartitionsAltered> decision = isrs.alter(image, alter);
            return new Verdict(decision.events(), sequenceNr -> alter.replyTo().tell(decision.answer()));
        } else if (command instanceof Controller.ElectLeaders elect) {
            Decision<List<Controller.PartitionResult>> decision = elections.elect(image, elect);
            return new Verdict(
                    decision.events(),
                    sequenceNr -> elect.replyTo().tell(new Controller.LeadersElected(decision.answer(), sequenceNr)));
        } else if (command instanceof Controller.ReassignPartitions reassign) {
            return each(
                    image,
                    reassign.partitions(),
                    (draft, one) -> reassignments.reassign(draft, one, reassign.replicationFactorMayChange()),
                    false,
                    (results, sequenceNr) ->
                            reassign.replyTo().tell(new Controller.PartitionsReassigned(results, sequenceNr)));
        } else if (command instanceof Controller.UpdateFeatures update) {
            Decision<Controller.Changed> decision = FeatureDecisions.update(image, update.updates());
            List<MetadataEvent> events = update.validateOnly() ? List.of() : decision.events();
            return changed(new Decision<>(events, decision.answer()), update.replyTo()::tell);
        } else if (command instanceof Controller.Tend tend) {
            return silent(upkeep.tend(image, tend.nowMs()));
        }
        throw new IllegalStateException("command without a rule: " + command);
    }

    private static Verdict allocate(MetadataImage image, Controller.AllocateProducerIds allocate) {
        long first = image.nextProducerId();
        return new Verdict(
                List.of(new MetadataEvent.ProducerIdsAllocated(first + PRODUCER_ID_BLOCK)),
                sequenceNr -> allocate.replyTo()
                        .tell(new Controller.ProducerIdsAllocated(Errors.NONE, first, PRODUCER_ID_BLOCK)));
    }

    private static Verdict changed(Decision<Controller.Changed> decision, Consumer<Controller.Changed> reply) {
        Controller.Changed answer = decision.answer();
        return new Verdict(
                decision.events(),
                sequenceNr -> reply.accept(new Controller.Changed(answer.error(), answer.message(), sequenceNr)));
    }

    private static Verdict silent(List<MetadataEvent> events) {
        return new Verdict(events, sequenceNr -> {});
    }

    private interface Answer<R> {
        void give(List<R> results, long sequenceNr);
    }

    /** Decides the parts of a command one after the other, each against what the ones before it have made. */
    private static <Q, R> Verdict each(
            MetadataImage image,
            List<Q> parts,
            BiFunction<MetadataImage, Q, Decision<R>> rule,
            boolean validateOnly,
            Answer<R> answer) {
        List<MetadataEvent> events = new ArrayList<>();
        List<R> results = new ArrayList<>(parts.size());
        MetadataImage draft = image;
        for (Q part : parts) {
            Decision<R> decision = rule.apply(draft, part);
            draft = MetadataReplay.replay(draft, decision.events());
            events.addAll(decision.events());
            results.add(decision.answer());
        }
        return new Verdict(validateOnly ? List.of() : events, sequenceNr -> answer.give(results, sequenceNr));
    }
}
