package io.ottla.protocol.api;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.state.ConfigDecisions;
import io.ottla.actors.controller.state.ControllerDefaults;
import io.ottla.actors.controller.state.Decision;
import io.ottla.actors.controller.state.PartitionRules;
import io.ottla.actors.controller.state.TopicDecisions;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A controller that decides like the real one and commits to nothing but the node's metadata. */
final class DecidingController {
    private final MetadataCache metadata;
    private final TopicDecisions topics = new TopicDecisions(new ControllerDefaults(1, 1, 1000), new Random(1));

    private DecidingController(MetadataCache metadata) {
        this.metadata = metadata;
    }

    static Behavior<Controller.Command> create(MetadataCache metadata) {
        DecidingController controller = new DecidingController(metadata);
        return Behaviors.receiveMessage(command -> {
            controller.receive(command);
            return Behaviors.same();
        });
    }

    private void receive(Controller.Command command) {
        if (command instanceof Controller.CreateTopics create) {
            List<Controller.TopicResult> results = new ArrayList<>();
            create.topics()
                    .forEach(one -> results.add(decided(topics.create(metadata.image(), one), create.validateOnly())));
            create.replyTo()
                    .tell(new Controller.TopicsChanged(results, metadata.image().sequenceNr()));
        } else if (command instanceof Controller.DeleteTopics delete) {
            List<Controller.TopicResult> results = new ArrayList<>();
            delete.topicIds().forEach(id -> results.add(decided(topics.delete(metadata.image(), id), false)));
            delete.replyTo()
                    .tell(new Controller.TopicsChanged(results, metadata.image().sequenceNr()));
        } else if (command instanceof Controller.CreatePartitions grow) {
            List<Controller.TopicResult> results = new ArrayList<>();
            grow.topics().forEach(one -> results.add(decided(topics.grow(metadata.image(), one), grow.validateOnly())));
            grow.replyTo()
                    .tell(new Controller.TopicsChanged(results, metadata.image().sequenceNr()));
        } else if (command instanceof Controller.AlterConfigs alter) {
            List<Controller.ConfigResult> results = new ArrayList<>();
            alter.changes()
                    .forEach(one -> results.add(decided(
                            new ConfigDecisions(PartitionRules.DEFAULT).alter(metadata.image(), one),
                            alter.validateOnly())));
            alter.replyTo()
                    .tell(new Controller.ConfigsAltered(
                            results, metadata.image().sequenceNr()));
        } else {
            throw new IllegalStateException("these tests send no " + command);
        }
    }

    private <R> R decided(Decision<R> decision, boolean validateOnly) {
        if (!validateOnly) {
            metadata.publish(MetadataReplay.replay(metadata.image(), decision.events()));
        }
        return decision.answer();
    }
}
