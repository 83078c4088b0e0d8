package io.ottla.actors.journal;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.Payload;
import io.ottla.actors.journal.state.StateRange;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.remote.NodeAddress;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The form on disk of what an entry says: one byte for what it is, then its fields. Texts are UTF-8 after their length. */
final class PayloadCodec {
    // Never given another meaning: they are on disk.
    private static final int EPOCH_STARTED = 0;
    private static final int EVENTS = 1;
    private static final int EVENTS_DELETED = 2;
    private static final int VOTERS_CHANGED = 3;
    private static final int STATE_SAVED = 4;
    private static final int STATES_DELETED = 5;
    private static final int STREAM_POSITION = 6;

    private PayloadCodec() {}

    static void write(Payload payload, DataOutput out) throws IOException {
        if (payload instanceof Payload.EpochStarted) {
            out.writeByte(EPOCH_STARTED);
        } else if (payload instanceof Payload.Events events) {
            start(EVENTS, events.persistenceId(), out);
            out.writeLong(events.firstSequenceNr());
            writeEvents(events.events(), out);
        } else if (payload instanceof Payload.EventsDeleted deleted) {
            start(EVENTS_DELETED, deleted.persistenceId(), out);
            out.writeLong(deleted.toSequenceNr());
        } else if (payload instanceof Payload.VotersChanged changed) {
            out.writeByte(VOTERS_CHANGED);
            writeVoters(changed.voters(), out);
        } else if (payload instanceof Payload.StateSaved saved) {
            start(STATE_SAVED, saved.persistenceId(), out);
            out.writeLong(saved.sequenceNr());
            out.writeLong(saved.timestampMs());
            writeBytes(saved.state(), out);
        } else if (payload instanceof Payload.StatesDeleted deleted) {
            start(STATES_DELETED, deleted.persistenceId(), out);
            writeRange(deleted.range(), out);
        } else if (payload instanceof Payload.StreamPosition position) {
            start(STREAM_POSITION, position.persistenceId(), out);
            out.writeLong(position.highestSequenceNr());
            out.writeLong(position.deletedTo());
        }
    }

    static Payload read(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case EPOCH_STARTED -> new Payload.EpochStarted();
            case EVENTS -> new Payload.Events(readText(in), in.readLong(), readEvents(in));
            case EVENTS_DELETED -> new Payload.EventsDeleted(readText(in), in.readLong());
            case VOTERS_CHANGED -> new Payload.VotersChanged(readVoters(in));
            case STATE_SAVED -> new Payload.StateSaved(readText(in), in.readLong(), in.readLong(), readBytes(in));
            case STATES_DELETED -> new Payload.StatesDeleted(readText(in), readRange(in));
            case STREAM_POSITION -> new Payload.StreamPosition(readText(in), in.readLong(), in.readLong());
            default ->
                throw new JournalDamagedException(
                        "the journal holds an entry of kind " + kind + ": it was written by a newer version of Ottla");
        };
    }

    /** What an entry of the first version says: its fields came in one order for every kind. */
    static Payload ofFirstVersion(int kind, String persistenceId, long sequenceNr, List<byte[]> events) {
        return switch (kind) {
            case EPOCH_STARTED -> new Payload.EpochStarted();
            case EVENTS -> new Payload.Events(persistenceId, sequenceNr, events);
            case EVENTS_DELETED -> new Payload.EventsDeleted(persistenceId, sequenceNr);
            default ->
                throw new JournalDamagedException("the first version of the journal has no entry of kind " + kind);
        };
    }

    static void writeKnownVoters(KnownVoters known, DataOutput out) throws IOException {
        out.writeLong(known.epoch());
        out.writeLong(known.index());
        writeVoters(known.voters(), out);
    }

    static KnownVoters readKnownVoters(DataInputStream in) throws IOException {
        return new KnownVoters(in.readLong(), in.readLong(), readVoters(in));
    }

    static String readText(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static List<byte[]> readEvents(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(readBytes(in));
        }
        return events;
    }

    private static void start(int kind, String persistenceId, DataOutput out) throws IOException {
        out.writeByte(kind);
        writeText(persistenceId, out);
    }

    private static void writeText(String text, DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xffff) {
            throw new IOException(
                    "a name of " + bytes.length + " bytes is longer than 65535: " + text.substring(0, 50));
        }
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static void writeEvents(List<byte[]> events, DataOutput out) throws IOException {
        out.writeInt(events.size());
        for (byte[] event : events) {
            writeBytes(event, out);
        }
    }

    private static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Asks for no more memory than the input has bytes, whatever length a damaged input names. */
    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length of " + length + " where " + in.available() + " bytes are left");
        }
        return in.readNBytes(length);
    }

    private static void writeRange(StateRange range, DataOutput out) throws IOException {
        out.writeLong(range.minSequenceNr());
        out.writeLong(range.maxSequenceNr());
        out.writeLong(range.minTimestampMs());
        out.writeLong(range.maxTimestampMs());
    }

    private static StateRange readRange(DataInput in) throws IOException {
        return new StateRange(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    private static void writeVoters(List<VoterAt> voters, DataOutput out) throws IOException {
        out.writeInt(voters.size());
        for (VoterAt voter : voters) {
            out.writeInt(voter.nodeId());
            out.writeLong(voter.directoryId().getMostSignificantBits());
            out.writeLong(voter.directoryId().getLeastSignificantBits());
            writeText(voter.address().host(), out);
            out.writeInt(voter.address().port());
        }
    }

    private static List<VoterAt> readVoters(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<VoterAt> voters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int nodeId = in.readInt();
            UUID directoryId = new UUID(in.readLong(), in.readLong());
            voters.add(new VoterAt(nodeId, directoryId, new NodeAddress(readText(in), in.readInt())));
        }
        return voters;
    }
}
