package io.ottla.actors.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The form of an entry in the journal file. All numbers are big-endian.
 *
 * <pre>
 * +---------+---------+---------+------+-------+-------+----------+-------+---------------------+
 * | length  | crc32c  | version | kind | index | epoch | sequence | pid   | count x (len, bytes)|
 * | 4 bytes | 4 bytes | 1       | 1    | 8     | 8     | 8        | 2 + n | 4 + ...             |
 * +---------+---------+---------+------+-------+-------+----------+-------+---------------------+
 *            '-- of all that follows
 * </pre>
 *
 * {@code length} counts what follows the checksum.
 */
final class EntryCodec {
    static final int HEADER_BYTES = 8;
    private static final byte VERSION = 1;
    private static final int FIXED_BODY_BYTES = 1 + 1 + 8 + 8 + 8 + 2 + 4;

    private EntryCodec() {}

    /** The entry as bytes, ready to be written. */
    static ByteBuffer encode(JournalEntry entry) {
        byte[] id = entry.persistenceId().getBytes(StandardCharsets.UTF_8);
        int body = FIXED_BODY_BYTES + id.length;
        for (byte[] event : entry.events()) {
            body = Math.addExact(body, 4 + event.length);
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.addExact(HEADER_BYTES, body));
        buffer.position(HEADER_BYTES);
        buffer.put(VERSION)
                .put(entry.kind().code)
                .putLong(entry.index())
                .putLong(entry.epoch())
                .putLong(entry.sequenceNr())
                .putShort((short) id.length)
                .put(id)
                .putInt(entry.events().size());
        entry.events().forEach(event -> buffer.putInt(event.length).put(event));
        buffer.flip();
        buffer.putInt(0, body).putInt(4, checksum(buffer.slice(HEADER_BYTES, body)));
        return buffer;
    }

    /** The body length that a header names; nothing if no entry can have it. */
    static Optional<Integer> bodyLength(ByteBuffer header) {
        int length = header.getInt(header.position());
        return length >= FIXED_BODY_BYTES ? Optional.of(length) : Optional.empty();
    }

    /** The entry in these bytes, nothing if they are damaged. */
    static Optional<JournalEntry> decode(int expectedChecksum, ByteBuffer body) {
        if (checksum(body.duplicate()) != expectedChecksum || body.get() != VERSION) {
            return Optional.empty();
        }
        JournalEntry.Kind kind = JournalEntry.Kind.of(body.get());
        long index = body.getLong();
        long epoch = body.getLong();
        long sequenceNr = body.getLong();
        byte[] id = new byte[Short.toUnsignedInt(body.getShort())];
        body.get(id);
        int count = body.getInt();
        List<byte[]> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] event = new byte[body.getInt()];
            body.get(event);
            events.add(event);
        }
        return Optional.of(
                new JournalEntry(index, epoch, kind, new String(id, StandardCharsets.UTF_8), sequenceNr, events));
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
