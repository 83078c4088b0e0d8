package io.ottla.actors.coordinator;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** A shard whose term is over: sends away whoever still believed in it, then stops. */
final class ResignedShard {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private ResignedShard() {}

    static Behavior<CoordinatorShard.Command> create(
            ActorContext<CoordinatorShard.Command> context,
            TimerScheduler<CoordinatorShard.Command> timers,
            ShardTerm term) {
        term.over().accept(context.getSelf());
        timers.cancelAll();
        timers.startSingleTimer(CoordinatorShard.Gone.INSTANCE, LINGER);
        return Behaviors.receive(CoordinatorShard.Command.class)
                .onMessage(CoordinatorShard.Execute.class, execute -> {
                    execute.command().refuse(Errors.NOT_COORDINATOR);
                    return Behaviors.same();
                })
                .onMessage(CoordinatorShard.ListEntities.class, list -> {
                    list.reply().complete(new EntityList(Errors.NONE, List.of()));
                    return Behaviors.same();
                })
                .onMessage(CoordinatorShard.EndTransaction.class, end -> {
                    end.reply().complete(Errors.NOT_LEADER_OR_FOLLOWER);
                    return Behaviors.same();
                })
                .onMessage(CoordinatorShard.Appended.class, late -> {
                    late.end().ifPresent(end -> end.reply().complete(Errors.NOT_LEADER_OR_FOLLOWER));
                    return Behaviors.same();
                })
                .onMessage(CoordinatorShard.Gone.class, gone -> Behaviors.stopped())
                .onAnyMessage(late -> Behaviors.same())
                .build();
    }
}
