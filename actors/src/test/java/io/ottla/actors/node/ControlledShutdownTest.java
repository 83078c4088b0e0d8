package io.ottla.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.Controller.ShutDownProgress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** When a node that leaves may go. */
class ControlledShutdownTest {
    private static final long BEGUN = 1_000;
    private static final int LEADS = 3;
    private static final UUID INCARNATION = new UUID(1, 2);

    private final TestInbox<Controller.Command> controller = TestInbox.create();
    private final TestInbox<ShutDownProgress> answers = TestInbox.create();
    private final ControlledShutdown shutdown = new ControlledShutdown(
            new NodeIdentity(
                    1, "cluster", INCARNATION, "localhost", 9092, Optional.empty(), INCARNATION, List.of(), -1),
            controller.getRef(),
            answers.getRef(),
            BEGUN,
            epoch -> {});

    @Test
    void itGoesWhenItsImageHasWhatTheControllerMoved() {
        shutdown.answered(new ShutDownProgress(Errors.NONE, 0, 20), BEGUN + 10);

        assertThat(shutdown.mayClose(LEADS, 19, BEGUN + 10)).isFalse();
        assertThat(shutdown.mayClose(0, 20, BEGUN + 10)).isTrue();
    }

    @Test
    void itGoesAlthoughItLeadsWhatNobodyElseCanLead() {
        shutdown.answered(new ShutDownProgress(Errors.NONE, 0, 20), BEGUN + 10);

        assertThat(shutdown.mayClose(LEADS, 20, BEGUN + 10)).isTrue();
    }

    @Test
    void itWaitsWhileAnotherMayStillTakeOver() {
        shutdown.answered(new ShutDownProgress(Errors.NONE, 1, 20), BEGUN + 10);

        assertThat(shutdown.mayClose(LEADS, 30, BEGUN + 3_000)).isFalse();
    }

    @Test
    void itGoesWhenAnotherProcessHasItsNumber() {
        shutdown.answered(new ShutDownProgress(Errors.STALE_BROKER_EPOCH, 0, 20), BEGUN + 10);

        assertThat(shutdown.mayClose(LEADS, 20, BEGUN + 10)).isTrue();
    }

    @Test
    void itDoesNotWaitLongForAControllerThatIsSilent() {
        shutdown.answered(new ShutDownProgress(Errors.NONE, 1, 20), BEGUN + 1_000);
        shutdown.answered(new ShutDownProgress(Errors.COORDINATOR_NOT_AVAILABLE, Integer.MAX_VALUE, 0), BEGUN + 4_000);

        assertThat(shutdown.mayClose(LEADS, 20, BEGUN + 4_999)).isFalse();
        assertThat(shutdown.mayClose(LEADS, 20, BEGUN + 5_000)).isTrue();
    }

    @Test
    void itGoesAfterTenSecondsWhateverIsLeft() {
        for (long later = 0; later <= 9_000; later += 1_000) {
            shutdown.answered(new ShutDownProgress(Errors.NONE, 1, 20), BEGUN + later);
        }

        assertThat(shutdown.mayClose(LEADS, 20, BEGUN + 9_999)).isFalse();
        assertThat(shutdown.mayClose(LEADS, 20, BEGUN + 10_000)).isTrue();
    }
}
