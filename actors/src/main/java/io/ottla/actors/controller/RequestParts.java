package io.ottla.actors.controller;

import akka.actor.typed.ActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import io.ottla.actors.remote.Parts;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Requests that are larger than one message: cut by the sender, put together by the controller. */
final class RequestParts {
    /** Requests that are put together at the same time; of more the oldest is forgotten, and its sender asks again. */
    private static final int MAX_REQUESTS = 32;

    /** The most pieces of a request: some 10 MiB, ten times what the largest topic needs. */
    private static final int MAX_PARTS = 64;

    private final Serialization serialization;
    private final Map<UUID, List<byte[]>> collected = new LinkedHashMap<>();

    RequestParts(ActorSystem<?> system) {
        serialization = SerializationExtension.get(system.classicSystem());
    }

    /** The pieces of a request, in order. */
    List<Controller.RequestPart> cut(Controller.Request request) {
        SerializerWithStringManifest serializer = serializer();
        String manifest = serializer.manifest(request);
        List<byte[]> pieces = Parts.of(serializer.toBinary(request));
        if (pieces.size() > MAX_PARTS) {
            throw new IllegalArgumentException("a request of " + pieces.size() + " messages; the most is " + MAX_PARTS);
        }
        UUID id = UUID.randomUUID();
        List<Controller.RequestPart> parts = new ArrayList<>(pieces.size());
        for (int number = 0; number < pieces.size(); number++) {
            parts.add(new Controller.RequestPart(id, number, pieces.size(), pieces.get(number), manifest));
        }
        return parts;
    }

    /** The request, when this was its last piece. One that lacks a piece is never put together: its sender asks again. */
    Optional<Controller.Request> add(Controller.RequestPart part) {
        List<byte[]> parts = collected.computeIfAbsent(part.request(), unused -> new ArrayList<>());
        if (part.number() != parts.size() || part.count() > MAX_PARTS) {
            collected.remove(part.request());
            return Optional.empty();
        }
        parts.add(part.bytes());
        if (parts.size() < part.count()) {
            forgetTheOldest();
            return Optional.empty();
        }
        collected.remove(part.request());
        return Optional.of(read(part.manifest(), Parts.join(parts)));
    }

    private void forgetTheOldest() {
        if (collected.size() > MAX_REQUESTS) {
            collected.remove(collected.keySet().iterator().next());
        }
    }

    private Controller.Request read(String manifest, byte[] bytes) {
        try {
            return (Controller.Request) serializer().fromBinary(bytes, manifest);
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException("a request to the controller cannot be read", e);
        }
    }

    private SerializerWithStringManifest serializer() {
        try {
            return (SerializerWithStringManifest) serialization.serializerFor(Controller.RequestPart.class);
        } catch (NotSerializableException e) {
            throw new IllegalStateException("ottla.conf binds no serializer to messages between nodes", e);
        }
    }
}
