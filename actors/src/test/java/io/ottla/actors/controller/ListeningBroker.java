package io.ottla.actors.controller;

import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.ottla.actors.controller.BrokerLink.Content;
import io.ottla.actors.controller.BrokerLink.Heartbeat;
import io.ottla.actors.controller.BrokerLink.HeartbeatAnswer;
import io.ottla.actors.controller.BrokerLink.Look;
import io.ottla.actors.controller.BrokerLink.MetadataPart;
import io.ottla.actors.controller.BrokerLink.Seen;
import io.ottla.actors.controller.BrokerLink.ToNode;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEventsCodec;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataImageCodec;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.remote.NodeActors;
import io.ottla.actors.remote.Parts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.common.protocol.Errors;

/** What the controller sees of a broker: it answers heartbeats and takes the metadata. One in each actor system. */
public final class ListeningBroker {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final ActorSystem<?> system;
    private final int id;
    private final List<MetadataPart> parts = new CopyOnWriteArrayList<>();
    private final List<byte[]> collected = new ArrayList<>();
    private final List<MetadataEvent> events = new CopyOnWriteArrayList<>();
    private volatile UUID incarnation = UUID.randomUUID();
    private final UUID folder = UUID.randomUUID();
    private volatile MetadataImage image = MetadataImage.EMPTY;
    private volatile long controllerEpoch;
    private volatile boolean silent;
    private volatile boolean losing;
    private volatile boolean seesOthersGone;

    private ListeningBroker(ActorSystem<?> system, int id) {
        this.system = system;
        this.id = id;
    }

    /** A broker that runs in this actor system. */
    public static ListeningBroker on(ActorSystem<?> system, int id) {
        ListeningBroker broker = new ListeningBroker(system, id);
        system.systemActorOf(
                Behaviors.receive(MetadataPart.class)
                        .onMessage(MetadataPart.class, part -> {
                            broker.take(part);
                            return Behaviors.same();
                        })
                        .build(),
                BrokerLink.METADATA,
                Props.empty());
        system.systemActorOf(
                Behaviors.receive(ToNode.class)
                        .onMessage(Heartbeat.class, heartbeat -> {
                            broker.answer(heartbeat);
                            return Behaviors.same();
                        })
                        .onMessage(Look.class, look -> {
                            look.replyTo().tell(new Seen(broker.seesOthersGone));
                            return Behaviors.same();
                        })
                        .build(),
                BrokerLink.NODE,
                Props.empty());
        return broker;
    }

    private void take(MetadataPart part) {
        if (losing || silent) {
            return;
        }
        parts.add(part);
        controllerEpoch = part.controllerEpoch();
        if (part.number() == 0) {
            collected.clear();
        }
        collected.add(part.bytes());
        if (collected.size() < part.count()) {
            return;
        }
        byte[] whole = Parts.join(collected);
        if (part.content() == Content.IMAGE) {
            MetadataImage loaded = MetadataImageCodec.decode(whole);
            image = loaded.sequenceNr() > image.sequenceNr() ? loaded : image;
        } else if (part.sequenceNr() == image.sequenceNr()) {
            List<MetadataEvent> arrived = MetadataEventsCodec.decode(whole);
            events.addAll(arrived);
            image = MetadataReplay.replay(image, arrived);
        }
    }

    private void answer(Heartbeat heartbeat) {
        if (!silent) {
            heartbeat.replyTo().tell(new HeartbeatAnswer(id, incarnation, image.sequenceNr(), true));
        }
    }

    /** Registers, and again until it is, and waits until it serves. */
    public void register(ActorRef<Controller.Command> controller) {
        await().atMost(TIMEOUT).until(() -> tryToRegister(controller).error() == Errors.NONE);
        awaitImage(now -> now.liveBroker(id).isPresent());
    }

    /** What the controller answers to a registration. */
    public Controller.BrokerRegistration tryToRegister(ActorRef<Controller.Command> controller) {
        return AskPattern.<Controller.Command, Controller.BrokerRegistration>ask(
                        controller,
                        replyTo -> new Controller.RegisterBroker(
                                id,
                                incarnation,
                                "127.0.0.1",
                                9090 + id,
                                Optional.empty(),
                                NodeActors.own(system),
                                folder,
                                List.of(),
                                -1,
                                image.sequenceNr(),
                                replyTo),
                        TIMEOUT,
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    /** Its image, once it is as wanted. */
    public MetadataImage awaitImage(Predicate<MetadataImage> wanted) {
        await().atMost(TIMEOUT).until(() -> wanted.test(image));
        return image;
    }

    /** The metadata it has. */
    public MetadataImage image() {
        return image;
    }

    /** The epoch of the controller it heard from last. */
    public long controllerEpoch() {
        return controllerEpoch;
    }

    /** The pieces it has taken. */
    public List<MetadataPart> parts() {
        return List.copyOf(parts);
    }

    /** The events it has applied one by one, not those within an image. */
    public List<MetadataEvent> events() {
        return List.copyOf(events);
    }

    /** Whether what it is sent is lost on the way. */
    public void losing(boolean nowLosing) {
        losing = nowLosing;
    }

    /** What it says when it is asked whether another broker is gone. */
    public void seesOthersGone(boolean sees) {
        seesOthersGone = sees;
    }

    /** Whether it does nothing at all. */
    public void silent(boolean nowSilent) {
        silent = nowSilent;
    }

    /** Another process of it: what it had in memory is gone. */
    public void restart() {
        incarnation = UUID.randomUUID();
        image = MetadataImage.EMPTY;
    }

    /** The process it is. */
    public UUID incarnation() {
        return incarnation;
    }
}
