package io.ottla.actors.journal;

import akka.actor.typed.ActorRef;
import io.ottla.actors.remote.ControlMessage;
import java.util.Optional;
import java.util.UUID;

/**
 * A piece of a message between a writer and a voter of another node: a message that is too large for one travels in several.
 *
 * @param cluster the cluster that the sender belongs to; nobody of another takes it
 * @param message the message it is a piece of
 * @param part which piece, from 0 on
 * @param parts how many there are
 * @param bytes the piece
 * @param replyTo who waits for an answer; empty in answers
 */
@SuppressWarnings("ArrayRecordComponent") // sent and joined, never compared
record Parcel(String cluster, UUID message, int part, int parts, byte[] bytes, Optional<ActorRef<Parcel>> replyTo)
        implements ControlMessage, VoterActor.Command, WriterActor.Command {}
