package io.ottla.protocol.api;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.controller.state.ControllerDefaults;
import io.ottla.actors.controller.state.Verdict;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.Random;

/** A controller that decides like the real one and commits to nothing but the node's metadata. */
final class DecidingController {
    private DecidingController() {}

    static Behavior<Controller.Command> create(MetadataCache metadata) {
        ControllerDecisions decisions = new ControllerDecisions(new ControllerDefaults(1, 1, 1000), new Random(1));
        return Behaviors.receiveMessage(command -> {
            Verdict verdict = decisions.decide(metadata.image(), command);
            metadata.publish(MetadataReplay.replay(metadata.image(), verdict.events()));
            verdict.answer(metadata.image().sequenceNr());
            return Behaviors.same();
        });
    }
}
