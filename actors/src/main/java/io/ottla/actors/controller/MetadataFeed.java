package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.controller.BrokerLink.Content;
import io.ottla.actors.controller.BrokerLink.MetadataPart;
import io.ottla.actors.controller.state.FeedBook;
import io.ottla.actors.controller.state.RecentEvents;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEventsCodec;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataImageCodec;
import io.ottla.actors.remote.NodeActors;
import io.ottla.actors.remote.NodeAddress;
import io.ottla.actors.remote.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Sends the metadata to the brokers for as long as one writer lives: what is committed, as soon as it is, and what a broker
 * lacks, when that shows (safety rule C5). It is an actor of its own so that a large image holds up no heartbeat.
 */
final class MetadataFeed extends AbstractBehavior<MetadataFeed.Command> {
    /** Changes kept for brokers that lack only those: some megabytes at most. */
    private static final long MAX_RECENT_CHANGES = 50_000;

    private final long epoch;
    private final FeedBook book = new FeedBook();
    private RecentEvents recent = recentEvents(0);
    private MetadataImage image = MetadataImage.EMPTY;
    private long encodedSequenceNr = -1;
    private List<MetadataPart> encodedImage = List.of();

    private MetadataFeed(ActorContext<Command> context, long epoch) {
        super(context);
        this.epoch = epoch;
    }

    /** A feed of the controller with this epoch. */
    static Behavior<Command> create(long epoch) {
        return Behaviors.setup(context -> new MetadataFeed(context, epoch));
    }

    /** An empty store of what a feed keeps, beginning after this event. */
    static RecentEvents recentEvents(long after) {
        return new RecentEvents(after, MAX_RECENT_CHANGES);
    }

    /** What it is told. */
    sealed interface Command {}

    /**
     * The writer has recovered.
     *
     * @param recent the last events that led to the image
     */
    record Recovered(MetadataImage image, RecentEvents recent) implements Command {}

    /** These events are committed and led to the image. */
    record Committed(List<MetadataEvent> events, MetadataImage image) implements Command {}

    /** A broker has the metadata up to an event. */
    record BrokerHas(int brokerId, UUID incarnation, long has) implements Command {}

    /** A broker was sent what it cannot use, because it lacks what comes before. */
    record BrokerMisses(int brokerId, UUID incarnation, long has) implements Command {}

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Recovered.class, this::onRecovered)
                .onMessage(Committed.class, this::onCommitted)
                .onMessage(BrokerHas.class, this::onBrokerHas)
                .onMessage(BrokerMisses.class, this::onBrokerMisses)
                .build();
    }

    private Behavior<Command> onRecovered(Recovered recovered) {
        image = recovered.image();
        recent = recovered.recent();
        return this;
    }

    private Behavior<Command> onCommitted(Committed committed) {
        long after = image.sequenceNr();
        image = committed.image();
        committed.events().forEach(recent::add);
        book.keep(image.brokers().keySet());
        List<Integer> followers = book.follow(after, image.sequenceNr(), nowMs());
        if (!followers.isEmpty()) {
            List<MetadataPart> parts = events(after, committed.events());
            followers.forEach(broker -> send(broker, parts));
        }
        return this;
    }

    private Behavior<Command> onBrokerHas(BrokerHas broker) {
        if (isRegistered(broker.brokerId(), broker.incarnation())) {
            catchUp(
                    broker.brokerId(),
                    book.told(broker.brokerId(), broker.incarnation(), broker.has(), image.sequenceNr(), nowMs()));
        }
        return this;
    }

    private Behavior<Command> onBrokerMisses(BrokerMisses broker) {
        if (isRegistered(broker.brokerId(), broker.incarnation())) {
            catchUp(
                    broker.brokerId(),
                    book.missing(broker.brokerId(), broker.incarnation(), broker.has(), image.sequenceNr(), nowMs()));
        }
        return this;
    }

    private boolean isRegistered(int brokerId, UUID incarnation) {
        BrokerImage broker = image.brokers().get(brokerId);
        return broker != null && broker.incarnation().equals(incarnation);
    }

    private void catchUp(int broker, OptionalLong from) {
        if (from.isPresent()) {
            Optional<List<MetadataEvent>> lacking = recent.since(from.getAsLong());
            send(broker, lacking.isPresent() ? events(from.getAsLong(), lacking.get()) : wholeImage());
        }
    }

    private void send(int brokerId, List<MetadataPart> parts) {
        NodeAddress address = Optional.ofNullable(image.brokers().get(brokerId))
                .map(BrokerImage::control)
                .orElse(NodeAddress.UNKNOWN);
        if (!address.equals(NodeAddress.UNKNOWN)) {
            ActorRef<MetadataPart> receiver = NodeActors.at(getContext().getSystem(), address, BrokerLink.METADATA);
            parts.forEach(receiver::tell);
        }
    }

    private List<MetadataPart> events(long after, List<MetadataEvent> events) {
        return parts(Content.EVENTS, after, MetadataEventsCodec.encode(events));
    }

    /** Several brokers often ask for the same image: all of them, when a cluster starts. */
    private List<MetadataPart> wholeImage() {
        if (encodedSequenceNr != image.sequenceNr()) {
            encodedImage = parts(Content.IMAGE, image.sequenceNr(), MetadataImageCodec.encode(image));
            encodedSequenceNr = image.sequenceNr();
        }
        return encodedImage;
    }

    private List<MetadataPart> parts(Content content, long sequenceNr, byte[] bytes) {
        List<byte[]> pieces = Parts.of(bytes);
        List<MetadataPart> parts = new ArrayList<>(pieces.size());
        for (int number = 0; number < pieces.size(); number++) {
            parts.add(new MetadataPart(epoch, content, sequenceNr, number, pieces.size(), pieces.get(number)));
        }
        return parts;
    }

    /** A clock that never goes back: only differences count. */
    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
