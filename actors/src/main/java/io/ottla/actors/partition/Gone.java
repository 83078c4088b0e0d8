package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import org.apache.kafka.common.protocol.Errors;

/**
 * A replica that is closed or deleted. It goes on refusing what was sent to it before the senders knew, so that nobody waits
 * for an answer for ever, and stops when nobody has sent anything for a while.
 */
final class Gone extends AbstractBehavior<Partition.Command> {
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final Errors why;

    Gone(ActorContext<Partition.Command> context, Errors why) {
        super(context);
        this.why = why;
        context.setReceiveTimeout(QUIET, new Quiet());
    }

    /** Nobody has sent anything for a while. */
    record Quiet() implements Partition.Internal {}

    @Override
    public Receive<Partition.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Quiet.class, quiet -> Behaviors.stopped())
                .onAnyMessage(this::onAnythingElse)
                .build();
    }

    private Behavior<Partition.Command> onAnythingElse(Partition.Command command) {
        Refusals.refuse(command, why);
        return this;
    }
}
