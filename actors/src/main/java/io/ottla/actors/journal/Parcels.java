package io.ottla.actors.journal;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.actors.remote.Cbor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs messages into {@link Parcel}s and unpacks them. A message of which a piece got lost is forgotten when newer ones need
 * its place: whoever sent it sends it again.
 *
 * @param <M> what arrives here
 */
final class Parcels<M> {
    private static final Logger log = LoggerFactory.getLogger(Parcels.class);

    /** Leaves room for the rest of a message of at most 200 KiB. */
    static final int PART_BYTES = 150 * 1024;

    private static final int MAX_INCOMPLETE = 16;
    private static final int MAX_PARTS = 4_096;
    private static final ObjectMapper MAPPER = Cbor.mapper();

    /** The cluster of a node that was not told of one. */
    static final String NO_CLUSTER = "";

    private final Class<M> type;
    private final Map<UUID, byte[] @Nullable []> incomplete = new LinkedHashMap<>();

    Parcels(Class<M> type) {
        this.type = type;
    }

    /** A message in pieces, in order, for nodes of this cluster. */
    static List<Parcel> pack(String cluster, Object message, Optional<ActorRef<Parcel>> replyTo) {
        byte[] bytes = bytes(message);
        UUID id = UUID.randomUUID();
        int parts = Math.max(1, (bytes.length + PART_BYTES - 1) / PART_BYTES);
        List<Parcel> parcels = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            int from = part * PART_BYTES;
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART_BYTES));
            parcels.add(new Parcel(cluster, id, part, parts, piece, replyTo));
        }
        return parcels;
    }

    /** Takes a piece that was sent in this cluster; the message, once it is whole. */
    Optional<M> unpack(String cluster, Parcel parcel) {
        if (!parcel.cluster().equals(cluster)) {
            // A node with a folder of another cluster, which was told of this one by mistake: its voters are not ours.
            return Optional.empty();
        }
        if (parcel.parts() < 1 || parcel.parts() > MAX_PARTS || parcel.part() < 0 || parcel.part() >= parcel.parts()) {
            return Optional.empty();
        }
        if (parcel.parts() == 1) {
            return message(parcel.bytes());
        }
        byte[] @Nullable [] pieces = incomplete.computeIfAbsent(parcel.message(), id -> new byte[parcel.parts()][]);
        if (pieces.length != parcel.parts()) {
            return Optional.empty();
        }
        pieces[parcel.part()] = parcel.bytes();
        for (byte[] piece : pieces) {
            if (piece == null) {
                forgetOldest();
                return Optional.empty();
            }
        }
        incomplete.remove(parcel.message());
        return message(join(pieces));
    }

    private void forgetOldest() {
        if (incomplete.size() > MAX_INCOMPLETE) {
            incomplete.remove(incomplete.keySet().iterator().next());
        }
    }

    private static byte[] join(byte[] @Nullable [] pieces) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            if (piece != null) {
                whole.writeBytes(piece);
            }
        }
        return whole.toByteArray();
    }

    private static byte[] bytes(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JacksonException e) {
            throw new IllegalStateException("cannot send " + message.getClass(), e);
        }
    }

    private Optional<M> message(byte[] bytes) {
        try {
            return Optional.of(MAPPER.readValue(bytes, type));
        } catch (IOException e) {
            log.warn("another node sent a {} that cannot be read; is it of a newer version?", type.getSimpleName(), e);
            return Optional.empty();
        }
    }
}
