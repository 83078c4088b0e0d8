package io.ottla.multinode.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Requests written by hand, byte by byte, so that a test may spoil any of them. None has its length before it. */
final class Requests {
    static final short PRODUCE = 0;
    static final short FETCH = 1;
    static final short METADATA = 3;
    static final short API_VERSIONS = 18;

    private static final int HEADER_BYTES = 61;
    /** Where the checksum of a batch begins to count: behind base offset, length, leader epoch, magic and itself. */
    private static final int CHECKED_FROM = 21;

    private Requests() {}

    /** A request header of version 1 (no tagged fields) and what follows it. */
    static byte[] request(short apiKey, short version, int correlationId, byte[] body) {
        byte[] client = "raw".getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(10 + client.length + body.length)
                .putShort(apiKey)
                .putShort(version)
                .putInt(correlationId)
                .putShort((short) client.length)
                .put(client)
                .put(body)
                .array();
    }

    /** ApiVersions in version 0, which has no body. */
    static byte[] apiVersions(int correlationId) {
        return request(API_VERSIONS, (short) 0, correlationId, new byte[0]);
    }

    /** Produce in version 7 with acks=all: one batch for partition 0 of a topic. */
    static byte[] produce(int correlationId, String topic, byte[] batch) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(30 + name.length + batch.length)
                .putShort((short) -1) // no transactional id
                .putShort((short) -1) // acks
                .putInt(10_000) // timeout in ms
                .putInt(1) // topics
                .putShort((short) name.length)
                .put(name)
                .putInt(1) // partitions
                .putInt(0)
                .putInt(batch.length)
                .put(batch)
                .array();
        return request(PRODUCE, (short) 7, correlationId, body);
    }

    /** Fetch in version 4: partition 0 of a topic from its beginning. */
    static byte[] fetch(int correlationId, String topic, int maxBytes) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(43 + name.length)
                .putInt(-1) // a consumer
                .putInt(100) // wait in ms
                .putInt(1) // bytes at least
                .putInt(maxBytes)
                .put((byte) 0) // read uncommitted
                .putInt(1) // topics
                .putShort((short) name.length)
                .put(name)
                .putInt(1) // partitions
                .putInt(0)
                .putLong(0) // offset
                .putInt(maxBytes)
                .array();
        return request(FETCH, (short) 4, correlationId, body);
    }

    /** A batch of format 2 with one record without key, checksum included. */
    static byte[] batch(String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        if (value.length > 50) {
            throw new IllegalArgumentException("lengths here are varints of one byte: " + text);
        }
        long now = System.currentTimeMillis();
        ByteBuffer record = ByteBuffer.allocate(7 + value.length)
                .put(zigZag(6 + value.length))
                .put((byte) 0) // attributes
                .put(zigZag(0)) // timestamp, from the batch's
                .put(zigZag(0)) // offset, from the batch's
                .put(zigZag(-1)) // no key
                .put(zigZag(value.length))
                .put(value)
                .put(zigZag(0)); // no headers
        ByteBuffer batch = ByteBuffer.allocate(HEADER_BYTES + record.position())
                .putLong(0) // base offset
                .putInt(HEADER_BYTES - 12 + record.position())
                .putInt(-1) // leader epoch
                .put((byte) 2) // magic
                .putInt(0) // checksum, below
                .putShort((short) 0) // attributes
                .putInt(0) // last offset, from the base
                .putLong(now)
                .putLong(now)
                .putLong(-1) // producer id
                .putShort((short) -1) // producer epoch
                .putInt(-1) // sequence
                .putInt(1) // records
                .put(record.flip());
        CRC32C checksum = new CRC32C();
        checksum.update(batch.array(), CHECKED_FROM, batch.capacity() - CHECKED_FROM);
        return batch.putInt(CHECKED_FROM - 4, (int) checksum.getValue()).array();
    }

    private static byte zigZag(int number) {
        return (byte) (number << 1 ^ number >> 31);
    }
}
