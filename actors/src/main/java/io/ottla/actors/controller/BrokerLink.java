package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import io.ottla.actors.remote.ControlMessage;
import io.ottla.actors.remote.NodeAddress;
import java.util.UUID;

/** What the active controller sends to the well-known actors of every broker. All of it carries the controller's epoch. */
public final class BrokerLink {
    /** The actor that answers heartbeats. */
    public static final String NODE = "node";

    /** The actor that takes the metadata; its large messages travel beside the heartbeats, not before them. */
    public static final String METADATA = "ottla-metadata";

    private BrokerLink() {}

    /** What the actor {@link #NODE} can be told. */
    public sealed interface ToNode extends ControlMessage {}

    /**
     * The controller lives, and asks whether the broker does (safety rules M2, M7).
     *
     * @param controllerId the node it runs on
     * @param incarnation the process it has registered under this broker's id
     * @param brokerEpoch of that process
     * @param fenced whether that process is fenced
     * @param sequenceNr the last committed event
     */
    public record Heartbeat(
            long controllerEpoch,
            int controllerId,
            UUID incarnation,
            long brokerEpoch,
            boolean fenced,
            long sequenceNr,
            ActorRef<HeartbeatAnswer> replyTo)
            implements ToNode {}

    /**
     * A broker lives.
     *
     * @param incarnation the process that answers; another than the registered one proves that that is gone
     * @param has the last event of the metadata it has applied
     * @param ready whether its logs are open
     */
    public record HeartbeatAnswer(int brokerId, UUID incarnation, long has, boolean ready) implements ControlMessage {}

    /**
     * Asks a broker whether the process of another is gone, by the look of its ports (safety rule M5).
     *
     * @param kafka where clients reached it
     * @param control where other nodes reached it
     */
    public record Look(NodeAddress kafka, NodeAddress control, ActorRef<Seen> replyTo) implements ToNode {}

    /** What a broker saw; nothing is answered by one that cannot look. */
    public record Seen(boolean gone) implements ControlMessage {}

    /** What a {@link MetadataPart} is a piece of. */
    public enum Content {
        /** A whole image. */
        IMAGE,
        /** The events that follow an image. */
        EVENTS
    }

    /**
     * A piece of the metadata; pieces of one whole are sent one after the other, in order.
     *
     * @param sequenceNr of the image, or that of the image which the events follow
     * @param number from 0
     * @param count how many pieces the whole has
     */
    @SuppressWarnings("ArrayRecordComponent") // a message carries bytes; nobody compares them
    public record MetadataPart(
            long controllerEpoch, Content content, long sequenceNr, int number, int count, byte[] bytes)
            implements ControlMessage {}
}
