package io.ottla.actors.simulation.transactions;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.coordinator.state.Turns;
import io.ottla.actors.group.state.GroupRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.protocol.Errors;

/** A coordinator for one leadership of its partition: the glue that a shard and its entities' actors are in a real node. */
final class CoordinatorTerm {
    private final TransactionsWorld world;
    private final PartitionTerm partition;
    private final Function<String, Entity> create;
    private final Map<String, Hosted> hosted = new TreeMap<>();
    private final long electionEnd;
    private boolean serves;

    private record Hosted(Entity entity, Turns turns) {}

    CoordinatorTerm(TransactionsWorld world, PartitionTerm partition, Function<String, Entity> create) {
        this.world = world;
        this.partition = partition;
        this.create = create;
        this.electionEnd = partition.leadership().endOffset();
        for (long offset = 0; offset < electionEnd; offset++) {
            replay(world.history.payload(partition.leadership().at(offset)));
        }
    }

    private void replay(Payload payload) {
        if (payload instanceof Payload.Decision decision) {
            decision.records()
                    .forEach(record -> host(record.entityId()).entity().replay(record));
        } else if (payload instanceof Payload.Marker marker) {
            hosted.values()
                    .forEach(each -> each.entity().replay(ended(each.entity().id(), marker.end())));
        }
    }

    private static CoordinatorRecord ended(String id, TransactionEnd end) {
        return new GroupRecord.TransactionEnded(id, end.producer().id(), end.committed());
    }

    private Hosted host(String id) {
        return hosted.computeIfAbsent(id, unused -> {
            Entity entity = create.apply(id);
            if (serves) {
                entity.start(world.now());
            }
            return new Hosted(entity, new Turns(entity, write -> append(entity, write), () -> {}));
        });
    }

    Map<String, Entity> entities() {
        Map<String, Entity> all = new TreeMap<>();
        hosted.forEach((id, each) -> all.put(id, each.entity()));
        return all;
    }

    /** Goes live once everything it replayed is committed. */
    boolean serves() {
        if (!serves) {
            serves = partition.leadership().highWatermark() >= electionEnd;
            if (serves) {
                hosted.values().forEach(each -> each.entity().start(world.now()));
            }
        }
        return serves;
    }

    void execute(CoordinatorCommand command) {
        if (!partition.leadership().lasts()) {
            command.refuse(Errors.NOT_COORDINATOR);
        } else if (!serves()) {
            command.refuse(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        } else {
            host(command.entityId()).turns().execute(command, world.now());
        }
    }

    /** Lets those whose time has come decide; now and then, has what is old forgotten. */
    void tick(Function<String, CoordinatorCommand> expire) {
        if (!serves()) {
            return;
        }
        boolean expires = world.cluster().random().nextInt(50) == 0;
        for (Hosted each : List.copyOf(hosted.values())) {
            if (each.entity().nextDeadlineMs() <= world.now().steadyMs()
                    && !each.turns().isTimeDue()) {
                each.turns().timePassed(world.now());
            }
            if (expires) {
                each.turns().execute(expire.apply(each.entity().id()), world.now());
            }
        }
    }

    /** The end of a transaction in this partition, behind what was appended before. */
    void end(TransactionEnd end, Reply<Errors> reply) {
        if (!serves()) {
            reply.complete(Errors.COORDINATOR_LOAD_IN_PROGRESS);
            return;
        }
        partition.end(end, error -> {
            if (error == Errors.NONE) {
                hosted.forEach((id, each) -> each.turns().replay(ended(id, end), world.now()));
            }
            reply.complete(error);
        });
    }

    void giveUp() {
        hosted.values().forEach(each -> each.turns().abandon(Errors.NOT_COORDINATOR));
    }

    private void append(Entity entity, Turns.Write write) {
        Turns turns = host(entity.id()).turns();
        boolean appended = partition.decide(new Payload.Decision(write.records()), error -> {
            boolean told = error == Errors.NONE && !world.keeps(Rule.ANSWER_ONCE_COMMITTED);
            if (told || !partition.leadership().lasts()) {
                return;
            }
            if (error == Errors.NONE) {
                turns.committed(write.writeId(), world.now());
            } else {
                turns.refused(write.writeId(), forClients(error), world.now());
            }
        });
        if (appended && !world.keeps(Rule.ANSWER_ONCE_COMMITTED)) {
            world.soon(() -> turns.committed(write.writeId(), world.now()));
        }
    }

    private static Errors forClients(Errors error) {
        return switch (error) {
            case NOT_ENOUGH_REPLICAS -> Errors.COORDINATOR_NOT_AVAILABLE;
            case NOT_LEADER_OR_FOLLOWER -> Errors.NOT_COORDINATOR;
            default -> error;
        };
    }
}
