package io.ottla.actors.group.state;

import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.HeartbeatAnswer;
import io.ottla.actors.group.state.consumer.HeartbeatAsk;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.Errors;

/** A member of the consumer protocol as clients are: says what it has, gives up what it is no longer given, and rejoins when fenced. */
final class SimulatedConsumer {
    private final TestGroup group;
    private final String name;
    private final Optional<String> instance;
    private final Optional<String> pattern;
    private int incarnation;
    private int epoch;
    private boolean running;
    private boolean tellAll = true;
    private PartitionSet owned = PartitionSet.EMPTY;
    private Errors lastError = Errors.NONE;

    SimulatedConsumer(TestGroup group, String name, Optional<String> instance, Optional<String> pattern) {
        this.group = group;
        this.name = name;
        this.instance = instance;
        this.pattern = pattern;
    }

    String id() {
        return name + "-" + incarnation;
    }

    boolean isRunning() {
        return running;
    }

    PartitionSet owned() {
        return running ? owned : PartitionSet.EMPTY;
    }

    Errors lastError() {
        return lastError;
    }

    /** One heartbeat; a member that does not run starts. */
    void beat(Random random) {
        running = true;
        HeartbeatAsk ask = ask(epoch, tellAll || epoch == 0);
        HeartbeatAnswer answer = group.beat(ask);
        if (random.nextInt(10) == 0) {
            group.beat(ask);
        }
        if (random.nextInt(10) == 0) {
            tellAll = true;
            return;
        }
        tellAll = false;
        take(answer);
    }

    private void take(HeartbeatAnswer answer) {
        lastError = answer.error();
        switch (answer.error()) {
            case NONE -> {
                epoch = answer.memberEpoch();
                answer.assignment().ifPresent(assignment -> owned = assignment);
            }
            case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> forgetAll();
            case FENCED_INSTANCE_ID -> crash();
            default -> tellAll = true;
        }
    }

    private void forgetAll() {
        epoch = 0;
        owned = PartitionSet.EMPTY;
        tellAll = true;
    }

    /** It is gone without a word, and comes back as somebody new. */
    void crash() {
        running = false;
        forgetAll();
        incarnation++;
    }

    /** It leaves; a static one says that it will be back. */
    void leave() {
        if (running && epoch > 0) {
            group.beat(ask(instance.isPresent() ? HeartbeatAsk.LEAVE_FOR_A_WHILE : HeartbeatAsk.LEAVE, false));
        }
        crash();
    }

    private HeartbeatAsk ask(int memberEpoch, boolean all) {
        return new HeartbeatAsk(
                TestGroup.ID,
                id(),
                memberEpoch,
                instance,
                Optional.empty(),
                all ? 60_000 : -1,
                all ? Optional.of(pattern.isPresent() ? new TreeSet<>() : orders()) : Optional.empty(),
                all ? pattern : Optional.empty(),
                Optional.empty(),
                all || !owned.isEmpty() ? Optional.of(memberEpoch == 0 ? PartitionSet.EMPTY : owned) : Optional.empty(),
                "client",
                "/127.0.0.1",
                topic -> true);
    }

    private static SortedSet<String> orders() {
        SortedSet<String> names = new TreeSet<>();
        names.add("orders");
        return names;
    }
}
