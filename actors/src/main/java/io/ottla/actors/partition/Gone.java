package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.Reply;
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

    /** Does the last thing with the log and answers, also where it fails: nobody may wait for ever for a replica to close. */
    static Behavior<Partition.Command> after(
            Runnable last,
            Reply<Boolean> done,
            ActorContext<Partition.Command> context,
            Replica replica,
            ReplicaLog log,
            Errors why) {
        Behavior<Partition.Command> next = Offline.ifDiskFails(context, replica, log, () -> {
            last.run();
            return new Gone(context, why);
        });
        done.complete(next instanceof Gone);
        return next;
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
