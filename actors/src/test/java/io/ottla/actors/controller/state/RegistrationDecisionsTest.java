package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.Controller.BrokerReady;
import io.ottla.actors.controller.Controller.BrokerRegistration;
import io.ottla.actors.controller.Controller.Command;
import io.ottla.actors.controller.Controller.FenceBroker;
import io.ottla.actors.controller.Controller.RegisterBroker;
import io.ottla.actors.controller.Controller.ShutDownBroker;
import io.ottla.actors.controller.Controller.ShutDownProgress;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class RegistrationDecisionsTest {
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final ControllerDecisions decisions =
            new ControllerDecisions(new ControllerDefaults(1, 1, 100), new Random(1));
    private final TestInbox<BrokerRegistration> answers = TestInbox.create();
    private final TestInbox<ShutDownProgress> progress = TestInbox.create();
    private MetadataImage image = MetadataImage.EMPTY;

    @Test
    void aProcessIsToldItsBrokerEpochAndStartsFenced() {
        BrokerRegistration answer = register(FIRST, "a", -1);

        assertThat(answer.error()).isEqualTo(Errors.NONE);
        assertThat(answer.brokerEpoch()).isEqualTo(image.brokers().get(1).epoch());
        assertThat(image.brokers().get(1).fenced()).isTrue();
    }

    @Test
    void theSameProcessIsToldTheSameAndChangesNothing() {
        long epoch = register(FIRST, "a", -1).brokerEpoch();
        decide(new BrokerReady(1, FIRST));
        MetadataImage before = image;

        assertThat(register(FIRST, "a", -1).brokerEpoch()).isEqualTo(epoch);
        assertThat(image).isEqualTo(before);
    }

    @Test
    void aSecondProcessElsewhereIsRefusedUntilTheFirstIsFenced() {
        serve(FIRST, "a");

        BrokerRegistration refused = register(SECOND, "b", -1);
        assertThat(refused.error()).isEqualTo(Errors.DUPLICATE_BROKER_REGISTRATION);
        assertThat(refused.message()).contains("node 1 is already running").contains("a:2551");

        decide(new FenceBroker(1, FIRST, "silent"));
        assertThat(register(SECOND, "b", -1).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void aProcessThatHoldsTheAddressOfTheFirstProvesThatItHasEnded() {
        serve(FIRST, "a");

        assertThat(register(SECOND, "a", -1).error()).isEqualTo(Errors.NONE);
    }

    /** As a node that was killed and is started again, and reaches other nodes at whatever port is free. */
    @Test
    void aProcessInTheFolderOfTheFirstAtItsAddressForClientsProvesThatItHasEnded() {
        UUID folder = new UUID(5, 5);
        register(FIRST, "a", new NodeAddress("a", 2551), folder);
        decide(new BrokerReady(1, FIRST));

        assertThat(register(SECOND, "a", new NodeAddress("a", 2552), new UUID(6, 6))
                        .error())
                .as("in another folder")
                .isEqualTo(Errors.DUPLICATE_BROKER_REGISTRATION);
        assertThat(register(SECOND, "b", new NodeAddress("b", 2551), folder).error())
                .as("elsewhere, in what may be a copy of the folder")
                .isEqualTo(Errors.DUPLICATE_BROKER_REGISTRATION);
        assertThat(register(SECOND, "a", new NodeAddress("a", 2552), folder).error())
                .isEqualTo(Errors.NONE);
    }

    @Test
    void aProcessWithTheCleanShutdownOfTheFirstProvesThatItHasEnded() {
        serve(FIRST, "a");

        assertThat(register(SECOND, "b", image.brokers().get(1).epoch()).error())
                .isEqualTo(Errors.NONE);
    }

    @Test
    void whatIsSaidOfAnEarlierProcessChangesNothing() {
        serve(FIRST, "a");
        register(SECOND, "a", -1);
        MetadataImage before = image;

        decide(new FenceBroker(1, FIRST, "late"));
        decide(new BrokerReady(1, FIRST));
        decide(new ShutDownBroker(1, FIRST, progress.getRef()));

        assertThat(image).isEqualTo(before);
        assertThat(progress.receiveMessage().error()).isEqualTo(Errors.STALE_BROKER_EPOCH);
    }

    @Test
    void aBrokerThatLeavesIsMarkedOnce() {
        serve(FIRST, "a");

        decide(new ShutDownBroker(1, FIRST, progress.getRef()));
        long marked = image.sequenceNr();
        decide(new ShutDownBroker(1, FIRST, progress.getRef()));

        assertThat(image.brokers().get(1).inControlledShutdown()).isTrue();
        assertThat(image.sequenceNr()).isEqualTo(marked);
        assertThat(progress.getAllReceived())
                .containsExactly(
                        new ShutDownProgress(Errors.NONE, 0, marked), new ShutDownProgress(Errors.NONE, 0, marked));
    }

    private void serve(UUID incarnation, String host) {
        register(incarnation, host, -1);
        decide(new BrokerReady(1, incarnation));
        assertThat(image.liveBroker(1)).isPresent();
    }

    private BrokerRegistration register(UUID incarnation, String host, long cleanShutdownEpoch) {
        return register(
                incarnation, host, new NodeAddress(host, 2551), new UUID(0, host.hashCode()), cleanShutdownEpoch);
    }

    private BrokerRegistration register(UUID incarnation, String host, NodeAddress control, UUID folder) {
        return register(incarnation, host, control, folder, -1);
    }

    private BrokerRegistration register(
            UUID incarnation, String host, NodeAddress control, UUID folder, long cleanShutdownEpoch) {
        decide(new RegisterBroker(
                1,
                incarnation,
                host,
                9092,
                Optional.empty(),
                control,
                folder,
                List.of(),
                cleanShutdownEpoch,
                0,
                answers.getRef()));
        return answers.receiveMessage();
    }

    private void decide(Command command) {
        Verdict verdict = decisions.decide(image, command);
        image = MetadataReplay.replay(image, verdict.events());
        verdict.answer(image.sequenceNr());
    }
}
