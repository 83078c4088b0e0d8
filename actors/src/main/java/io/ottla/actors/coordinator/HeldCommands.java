package io.ottla.actors.coordinator;

import io.ottla.actors.coordinator.state.CoordinatorCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * Commands that came a moment too early, before their shard was ready. Holding them briefly spares a starting consumer the back-off
 * that an error would cost it.
 */
final class HeldCommands {
    private static final int MAX_HELD = 1_000;

    private final List<CoordinatorCommand> held = new ArrayList<>();
    private boolean patient = true;

    /** Holds a command, or answers that the coordinator is loading. */
    void hold(CoordinatorCommand command) {
        if (patient && held.size() < MAX_HELD) {
            held.add(command);
        } else {
            command.refuse(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        }
    }

    /** It takes too long: nothing is held any more. */
    void giveUp() {
        patient = false;
        refuse(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    }

    void refuse(Errors error) {
        handOver(command -> command.refuse(error));
    }

    /** Hands over what is held, in the order it came. */
    void handOver(Consumer<CoordinatorCommand> receiver) {
        List<CoordinatorCommand> all = List.copyOf(held);
        held.clear();
        all.forEach(receiver);
    }
}
