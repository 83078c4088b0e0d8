package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Receive;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a state does with its commands. Whatever it throws takes this replica offline, not only what a disk did: an actor that just
 * ended would leave its view for everybody to read, and let all those wait for ever who wait for it (safety rule R7).
 */
final class Guarded extends Receive<Partition.Command> {
    private final ActorContext<Partition.Command> context;
    private final Replica replica;
    private final Receive<Partition.Command> state;
    private final Runnable letGo;

    /**
     * Guards a state.
     *
     * @param letGo closes the log and sends everybody away who waits for this state
     */
    Guarded(
            ActorContext<Partition.Command> context,
            Replica replica,
            Receive<Partition.Command> state,
            Runnable letGo) {
        this.context = context;
        this.replica = replica;
        this.state = state;
        this.letGo = letGo;
    }

    @Override
    public Behavior<Partition.Command> receiveMessage(Partition.Command command) {
        try {
            return state.receiveMessage(command);
        } catch (Exception | AssertionError | StackOverflowError failure) {
            return offline(command, failure);
        }
    }

    @Override
    public Behavior<Partition.Command> receiveSignal(Signal signal) throws Exception {
        return state.receiveSignal(signal);
    }

    private Behavior<Partition.Command> offline(Partition.Command command, Throwable failure) {
        String kind = command.getClass().getSimpleName();
        context.getLog()
                .error(
                        "{}: broke at {}, the replica is offline",
                        replica.handle().id(),
                        kind,
                        failure);
        Behavior<Partition.Command> offline = Offline.because(context, replica, failure);
        try {
            letGo.run();
            Refusals.refuse(command, Errors.KAFKA_STORAGE_ERROR);
        } catch (RuntimeException again) {
            context.getLog()
                    .error("{}: cannot let go of everything", replica.handle().id(), again);
        }
        return offline;
    }
}
