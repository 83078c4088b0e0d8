package io.ottla.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.Controller.ShutDownProgress;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** When the first of three nodes, which leads a partition that has no other replica, may close. */
class ControlledShutdownTest {
    private static final long BEGIN_MS = 1_000;

    private final NodeIdentity identity = new NodeIdentity(
            1, "cluster", new UUID(0, 1), "localhost", 9092, Optional.empty(), new UUID(1, 1), List.of(), -1);
    private final ControlledShutdown shutdown = new ControlledShutdown(
            identity,
            TestInbox.<Controller.Command>create().getRef(),
            TestInbox.<ShutDownProgress>create().getRef(),
            BEGIN_MS,
            epoch -> {});
    private MetadataImage image = three();

    @Test
    void whatNobodyElseCouldLeadIsNotWaitedFor() {
        shutdown.answered(new ShutDownProgress(Errors.NONE, 0, image.sequenceNr()), BEGIN_MS);

        assertThat(shutdown.mayClose(image, BEGIN_MS)).isTrue();
    }

    @Test
    void whatOthersCouldLeadIsWaitedForUntilThisNodeHasHeardThatTheyDo() {
        shutdown.answered(new ShutDownProgress(Errors.NONE, 1, image.sequenceNr()), BEGIN_MS);
        assertThat(shutdown.mayClose(image, BEGIN_MS)).isFalse();

        shutdown.answered(new ShutDownProgress(Errors.NONE, 0, image.sequenceNr() + 1), BEGIN_MS);
        assertThat(shutdown.mayClose(image, BEGIN_MS)).isFalse();
        happens(new MetadataEvent.BrokerInControlledShutdown(1));

        assertThat(shutdown.mayClose(image, BEGIN_MS)).isTrue();
    }

    @Test
    void whoeverLeavesWithAllOthersWaitsForNobody() {
        happens(new MetadataEvent.BrokerInControlledShutdown(2));
        assertThat(shutdown.mayClose(image, BEGIN_MS)).isFalse();

        happens(new MetadataEvent.BrokerFenced(3));

        assertThat(shutdown.mayClose(image, BEGIN_MS)).isTrue();
    }

    @Test
    void aControllerThatDoesNotAnswerIsNotWaitedForAsLongAsOneThatDoes() {
        assertThat(shutdown.mayClose(image, BEGIN_MS + 2_999)).isFalse();
        shutdown.answered(new ShutDownProgress(Errors.NONE, 1, image.sequenceNr()), BEGIN_MS + 2_999);
        assertThat(shutdown.mayClose(image, BEGIN_MS + 3_000)).isFalse();

        assertThat(shutdown.mayClose(image, BEGIN_MS + 5_999)).isTrue();
    }

    @Test
    void replicasThatDoNotCatchUpAreNotWaitedForForEver() {
        for (long now = BEGIN_MS; now < BEGIN_MS + 10_000; now += 1_000) {
            shutdown.answered(new ShutDownProgress(Errors.NONE, 1, image.sequenceNr()), now);
            assertThat(shutdown.mayClose(image, now)).isFalse();
        }

        assertThat(shutdown.mayClose(image, BEGIN_MS + 10_000)).isTrue();
    }

    @Test
    void aProcessThatIsNotRegisteredAnyMoreHasNothingToHandOver() {
        shutdown.answered(new ShutDownProgress(Errors.STALE_BROKER_EPOCH, 0, image.sequenceNr()), BEGIN_MS);

        assertThat(shutdown.mayClose(image, BEGIN_MS)).isTrue();
    }

    private void happens(MetadataEvent event) {
        image = MetadataReplay.replay(image, event);
    }

    private static MetadataImage three() {
        MetadataImage all = MetadataImage.EMPTY;
        for (int id = 1; id <= 3; id++) {
            all = MetadataReplay.replay(
                    all,
                    new MetadataEvent.BrokerRegistered(
                            id,
                            new UUID(0, id),
                            "localhost",
                            9092,
                            Optional.empty(),
                            NodeAddress.UNKNOWN,
                            new UUID(1, id),
                            List.of()));
            all = MetadataReplay.replay(all, new MetadataEvent.BrokerUnfenced(id));
        }
        return MetadataReplay.replay(
                all, new MetadataEvent.TopicCreated("alone", new Uuid(7, 7), 1, List.of(List.of(1))));
    }
}
