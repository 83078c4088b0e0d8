package io.ottla.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.controller.BrokerLink.Content;
import io.ottla.actors.controller.BrokerLink.MetadataPart;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEventsCodec;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataImageCodec;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.MetadataUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetadataReceiverTest {
    private static final NodeIdentity IDENTITY =
            new NodeIdentity(1, "cluster", UUID.randomUUID(), "h", 1, Optional.empty(), new UUID(0, 0), List.of(), -1);

    private final List<MetadataUpdate> updates = new ArrayList<>();
    private final TestInbox<Controller.Command> controller = TestInbox.create();
    private final BehaviorTestKit<MetadataPart> receiver = BehaviorTestKit.create(
            MetadataReceiver.create(IDENTITY, new ControllerContact(), controller.getRef(), updates::add));

    @Test
    void anImageComesFirstAndThenEveryChangeInOrder() {
        send(image(5, 3));
        send(events(5, 3, 10, 11));
        send(events(5, 5, 12));

        assertThat(updates)
                .containsExactly(
                        new MetadataUpdate.ImageLoaded(5, imageAt(3)),
                        new MetadataUpdate.EventsCommitted(5, 3, List.of(event(10), event(11))),
                        new MetadataUpdate.EventsCommitted(5, 5, List.of(event(12))));
        assertThat(controller.hasMessages()).isFalse();
    }

    @Test
    void asksForWhatIsMissing() {
        send(image(5, 3));
        send(events(5, 4, 11));

        assertThat(updates).hasSize(1);
        controller.expectMessage(new Controller.MetadataMissing(1, IDENTITY.incarnation(), 3));
    }

    @Test
    void whatWasSentTwiceIsPassedOnOnce() {
        send(image(5, 3));
        send(events(5, 3, 10));
        send(events(5, 3, 10, 11));
        send(events(5, 3, 10, 11));
        send(image(5, 4));

        assertThat(updates)
                .containsExactly(
                        new MetadataUpdate.ImageLoaded(5, imageAt(3)),
                        new MetadataUpdate.EventsCommitted(5, 3, List.of(event(10))),
                        new MetadataUpdate.EventsCommitted(5, 4, List.of(event(11))));
    }

    @Test
    void anOlderImageIsIgnored() {
        send(image(5, 3));
        send(image(6, 2));

        assertThat(updates).hasSize(1);
    }

    @Test
    void aControllerOfALowerEpochIsIgnored() {
        send(image(5, 3));
        send(events(6, 3, 10));
        send(events(5, 4, 11));

        assertThat(updates).hasSize(2);
        assertThat(controller.hasMessages()).isFalse();
    }

    @Test
    void putsPiecesTogether() {
        cut(image(5, 3), 3).forEach(this::send);

        assertThat(updates).containsExactly(new MetadataUpdate.ImageLoaded(5, imageAt(3)));
    }

    @Test
    void aWholeThatLacksAPieceIsNothing() {
        List<MetadataPart> pieces = cut(image(5, 3), 3);
        send(pieces.get(0));
        send(pieces.get(2));
        assertThat(updates).isEmpty();

        pieces.forEach(this::send);
        assertThat(updates).hasSize(1);
    }

    @Test
    void piecesOfDifferentWholesAreNotMixed() {
        send(cut(image(5, 3), 2).get(0));
        send(cut(image(5, 4), 2).get(1));

        assertThat(updates).isEmpty();
    }

    private void send(MetadataPart part) {
        receiver.run(part);
    }

    private static MetadataPart image(long epoch, long sequenceNr) {
        return new MetadataPart(epoch, Content.IMAGE, sequenceNr, 0, 1, MetadataImageCodec.encode(imageAt(sequenceNr)));
    }

    private static MetadataPart events(long epoch, long after, int... numbers) {
        List<MetadataEvent> events =
                Arrays.stream(numbers).mapToObj(MetadataReceiverTest::event).toList();
        return new MetadataPart(epoch, Content.EVENTS, after, 0, 1, MetadataEventsCodec.encode(events));
    }

    private static List<MetadataPart> cut(MetadataPart whole, int count) {
        int size = (whole.bytes().length + count - 1) / count;
        List<MetadataPart> parts = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            byte[] bytes = Arrays.copyOfRange(
                    whole.bytes(), number * size, Math.min(whole.bytes().length, (number + 1) * size));
            parts.add(new MetadataPart(
                    whole.controllerEpoch(), whole.content(), whole.sequenceNr(), number, count, bytes));
        }
        return parts;
    }

    private static MetadataImage imageAt(long sequenceNr) {
        MetadataImage image = MetadataImage.EMPTY;
        for (int i = 0; i < sequenceNr; i++) {
            image = MetadataReplay.replay(image, event(i));
        }
        return image;
    }

    private static MetadataEvent event(int number) {
        return new MetadataEvent.ProducerIdsAllocated(number);
    }
}
