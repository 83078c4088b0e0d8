package io.ottla.actors.journal;

import io.ottla.actors.journal.state.Entry;
import io.ottla.actors.journal.state.Payload;
import io.ottla.actors.journal.state.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A piece of the journal's files that is there as a whole or not at all. All numbers are big-endian.
 *
 * <pre>
 * +---------+---------+---------+------------------------------------------------------------------------+
 * | length  | crc32c  | version | 1: one entry as the first version wrote it (read only)                 |
 * | 4 bytes | 4 bytes | 1 byte  | 2: commit index, count x (index, epoch, payload): one forced write     |
 * +---------+---------+---------+ 3: index, epoch, commit index: the log begins after this snapshot      |
 *            '-- of all that    | 4: index, epoch, voters, count x payload: a snapshot                   |
 *                follows        +------------------------------------------------------------------------+
 * </pre>
 *
 * {@code length} counts what follows the checksum.
 */
sealed interface Frame {
    /** Length and checksum. */
    int HEADER_BYTES = 8;

    /** Entries that were written and forced together. */
    record Write(long commitIndex, List<Entry> entries) implements Frame {}

    /** What the log begins after. */
    record Base(long index, long epoch, long commitIndex) implements Frame {}

    /** A snapshot. */
    record Whole(Snapshot snapshot) implements Frame {}

    /** The frame as bytes, ready to be written. */
    default ByteBuffer encode() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeLong(0);
            writeBody(out);
            ByteBuffer frame = ByteBuffer.wrap(bytes.toByteArray());
            int length = frame.remaining() - HEADER_BYTES;
            return frame.putInt(0, length).putInt(4, checksum(frame.slice(HEADER_BYTES, length)));
        } catch (IOException e) {
            throw new IllegalArgumentException("what cannot be written: " + e.getMessage(), e);
        }
    }

    private void writeBody(DataOutputStream out) throws IOException {
        if (this instanceof Write write) {
            out.writeByte(2);
            out.writeLong(write.commitIndex());
            out.writeInt(write.entries().size());
            for (Entry entry : write.entries()) {
                out.writeLong(entry.index());
                out.writeLong(entry.epoch());
                PayloadCodec.write(entry.payload(), out);
            }
        } else if (this instanceof Base base) {
            out.writeByte(3);
            out.writeLong(base.index());
            out.writeLong(base.epoch());
            out.writeLong(base.commitIndex());
        } else if (this instanceof Whole whole) {
            Snapshot snapshot = whole.snapshot();
            out.writeByte(4);
            out.writeLong(snapshot.index());
            out.writeLong(snapshot.epoch());
            PayloadCodec.writeKnownVoters(snapshot.voters(), out);
            out.writeInt(snapshot.contents().size());
            for (Payload payload : snapshot.contents()) {
                PayloadCodec.write(payload, out);
            }
        }
    }

    /** The frame in these bytes, which follow the checksum; nothing if they are damaged. */
    static Optional<Frame> decode(int checksum, ByteBuffer body) {
        if (checksum(body.duplicate()) != checksum) {
            return Optional.empty();
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        try {
            return Optional.of(read(new DataInputStream(new ByteArrayInputStream(bytes))));
        } catch (IOException e) {
            throw new JournalDamagedException("a piece of the journal has the right checksum and cannot be read: "
                    + e.getMessage() + ". It was written by a newer version of Ottla.");
        }
    }

    private static Frame read(DataInputStream in) throws IOException {
        int version = in.readByte();
        return switch (version) {
            case 1 -> firstVersion(in);
            case 2 -> new Write(in.readLong(), entries(in));
            case 3 -> new Base(in.readLong(), in.readLong(), in.readLong());
            case 4 ->
                new Whole(new Snapshot(in.readLong(), in.readLong(), PayloadCodec.readKnownVoters(in), payloads(in)));
            default ->
                throw new JournalDamagedException("the journal has a piece of version " + version
                        + ": it was written by a newer version of Ottla");
        };
    }

    /** One voter wrote it, so that what stood before it was committed. */
    private static Frame firstVersion(DataInputStream in) throws IOException {
        int kind = in.readByte();
        long index = in.readLong();
        long epoch = in.readLong();
        long sequenceNr = in.readLong();
        String persistenceId = PayloadCodec.readText(in);
        Payload payload = PayloadCodec.ofFirstVersion(kind, persistenceId, sequenceNr, PayloadCodec.readEvents(in));
        return new Write(index - 1, List.of(new Entry(index, epoch, payload)));
    }

    private static List<Entry> entries(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(in.readLong(), in.readLong(), PayloadCodec.read(in)));
        }
        return entries;
    }

    private static List<Payload> payloads(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Payload> payloads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            payloads.add(PayloadCodec.read(in));
        }
        return payloads;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
