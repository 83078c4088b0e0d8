package io.ottla.actors.group.state;

import io.ottla.actors.group.state.assignor.Assignors;
import io.ottla.actors.group.state.consumer.ConsumerContext;
import io.ottla.actors.group.state.consumer.ConsumerSettings;
import io.ottla.actors.group.state.consumer.MemberLoad;
import java.util.List;
import java.util.OptionalInt;

/** What groups in tests find around them. */
public final class TestGroups {
    /** Whoever counts members, this does not. */
    public static final MemberLoad NO_LOAD = new MemberLoad() {
        @Override
        public void changed(int by) {}

        @Override
        public int heartbeatIntervalMs() {
            return 500;
        }
    };

    /** As the broker's defaults have it. */
    public static final ConsumerSettings SETTINGS = new ConsumerSettings(
            Assignors.of(List.of("uniform", "range")),
            1_000,
            500_000,
            45_000,
            OptionalInt.empty(),
            OptionalInt.empty(),
            600_000,
            true,
            true);

    /** A cluster without topics. */
    public static final ConsumerContext CONTEXT = new ConsumerContext(() -> SETTINGS, () -> TestTopics.EMPTY, NO_LOAD);

    private TestGroups() {}
}
