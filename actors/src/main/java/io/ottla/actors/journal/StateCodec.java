package io.ottla.actors.journal;

import akka.actor.ActorSystem;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.serialization.Snapshot;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import io.ottla.actors.journal.state.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import scala.Option;
import scala.jdk.javaapi.OptionConverters;

/**
 * The bytes of a saved state: the state and, where there is one, what came with it as metadata, each by its own serializer.
 *
 * <pre>
 * length, state as Akka Persistence serializes it [, serializer id, length, manifest, metadata]
 * </pre>
 */
final class StateCodec {
    private final Serialization serialization;

    StateCodec(ActorSystem system) {
        serialization = SerializationExtension.get(system);
    }

    byte[] encode(Object state, SnapshotMetadata metadata) {
        byte[] bytes = serialization.serialize(new Snapshot(state)).get();
        Optional<Object> more = OptionConverters.toJava(metadata.metadata());
        ByteBuffer tail = more.map(this::encodeMetadata).orElse(ByteBuffer.allocate(0));
        return ByteBuffer.allocate(Integer.BYTES + bytes.length + tail.remaining())
                .putInt(bytes.length)
                .put(bytes)
                .put(tail)
                .array();
    }

    SelectedSnapshot decode(Payload.StateSaved saved) {
        ByteBuffer buffer = ByteBuffer.wrap(saved.state());
        Snapshot state = serialization
                .deserialize(take(buffer, buffer.getInt()), Snapshot.class)
                .get();
        Option<Object> metadata = buffer.hasRemaining() ? Option.apply(decodeMetadata(buffer)) : Option.empty();
        return SelectedSnapshot.create(
                new SnapshotMetadata(saved.persistenceId(), saved.sequenceNr(), saved.timestampMs(), metadata),
                state.data());
    }

    private ByteBuffer encodeMetadata(Object metadata) {
        Serializer serializer = serialization.findSerializerFor(metadata);
        byte[] manifest = Serializers.manifestFor(serializer, metadata).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = serializer.toBinary(metadata);
        return ByteBuffer.allocate(2 * Integer.BYTES + manifest.length + bytes.length)
                .putInt(serializer.identifier())
                .putInt(manifest.length)
                .put(manifest)
                .put(bytes)
                .flip();
    }

    private Object decodeMetadata(ByteBuffer buffer) {
        int serializer = buffer.getInt();
        String manifest = new String(take(buffer, buffer.getInt()), StandardCharsets.UTF_8);
        return serialization
                .deserialize(take(buffer, buffer.remaining()), serializer, manifest)
                .get();
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
