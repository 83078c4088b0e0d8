package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.controller.BrokerLink.Content;
import io.ottla.actors.controller.BrokerLink.MetadataPart;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEventsCodec;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataImageCodec;
import io.ottla.actors.metadata.MetadataUpdate;
import io.ottla.actors.remote.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what the controller sends of the metadata and passes it on in order: an image that is newer than all before,
 * or the events that follow directly. It asks the controller for what is missing in between.
 */
final class MetadataReceiver extends AbstractBehavior<MetadataPart> {
    private final int nodeId;
    private final UUID incarnation;
    private final ControllerContact contact;
    private final ActorRef<Controller.Command> controller;
    private final Consumer<MetadataUpdate> updates;
    private final List<byte[]> collected = new ArrayList<>();
    private @Nullable MetadataPart collecting;
    private long has;

    private MetadataReceiver(
            ActorContext<MetadataPart> context,
            NodeIdentity identity,
            ControllerContact contact,
            ActorRef<Controller.Command> controller,
            Consumer<MetadataUpdate> updates) {
        super(context);
        this.nodeId = identity.nodeId();
        this.incarnation = identity.incarnation();
        this.contact = contact;
        this.controller = controller;
        this.updates = updates;
    }

    /** A receiver that passes on to {@code updates}, on its own thread. */
    static Behavior<MetadataPart> create(
            NodeIdentity identity,
            ControllerContact contact,
            ActorRef<Controller.Command> controller,
            Consumer<MetadataUpdate> updates) {
        return Behaviors.setup(context -> new MetadataReceiver(context, identity, contact, controller, updates));
    }

    @Override
    public Receive<MetadataPart> createReceive() {
        return newReceiveBuilder().onMessage(MetadataPart.class, this::onPart).build();
    }

    private Behavior<MetadataPart> onPart(MetadataPart part) {
        if (contact.accepts(part.controllerEpoch()) && isNext(part)) {
            collecting = part;
            collected.add(part.bytes());
            if (collected.size() == part.count()) {
                byte[] whole = Parts.join(collected);
                collected.clear();
                onWhole(part, whole);
            }
        }
        return this;
    }

    /** A first piece begins anew, whatever was collected; any other must continue what is being collected. */
    private boolean isNext(MetadataPart part) {
        if (part.number() == 0) {
            collected.clear();
            return true;
        }
        MetadataPart before = collecting;
        return before != null
                && part.number() == collected.size()
                && part.controllerEpoch() == before.controllerEpoch()
                && part.content() == before.content()
                && part.sequenceNr() == before.sequenceNr()
                && part.count() == before.count();
    }

    private void onWhole(MetadataPart part, byte[] whole) {
        if (part.content() == Content.IMAGE) {
            if (part.sequenceNr() > has) {
                MetadataImage image = MetadataImageCodec.decode(whole);
                has = image.sequenceNr();
                updates.accept(new MetadataUpdate.ImageLoaded(part.controllerEpoch(), image));
            }
        } else if (part.sequenceNr() > has) {
            controller.tell(new Controller.MetadataMissing(nodeId, incarnation, has));
        } else {
            onEvents(part, MetadataEventsCodec.decode(whole));
        }
    }

    /** What was sent twice is passed on once: this node has whole entries, so what follows begins with one. */
    private void onEvents(MetadataPart part, List<MetadataEvent> events) {
        long known = has - part.sequenceNr();
        if (known < events.size()) {
            List<MetadataEvent> news = events.subList((int) known, events.size());
            updates.accept(new MetadataUpdate.EventsCommitted(part.controllerEpoch(), has, news));
            has += news.size();
        }
    }
}
