package io.ottla.protocol.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCounted;
import io.ottla.protocol.fetch.SliceRecords;
import java.util.List;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** Turns answers into what goes to the socket. Stateless. */
final class ResponseEncoder {
    private ResponseEncoder() {}

    /**
     * A response ready to be sent.
     *
     * @param parts buffers and file regions in order; each belongs to whoever sends it
     * @param bytes the length of all parts together
     */
    record Encoded(List<ReferenceCounted> parts, long bytes) {}

    /**
     * Encodes the answer to a request, and takes over the slices of logs in it.
     *
     * @throws RuntimeException when the answer does not fit the version it has to be written in, or a log cannot be read;
     *     the slices are then released
     */
    static Encoded encode(ByteBufAllocator allocator, Exchange exchange) {
        ApiMessage body = exchange.answer();
        try {
            return encode(allocator, exchange, body);
        } catch (RuntimeException failure) {
            SliceRecords.releaseAll(body);
            throw failure;
        }
    }

    private static Encoded encode(ByteBufAllocator allocator, Exchange exchange, ApiMessage body) {
        short version = exchange.request().version();
        ResponseHeaderData header =
                new ResponseHeaderData().setCorrelationId(exchange.request().correlationId());
        short headerVersion = exchange.request().api().responseHeaderVersion(version);
        ObjectSerializationCache cache = new ObjectSerializationCache();
        MessageSizeAccumulator size = new MessageSizeAccumulator();
        header.addSize(size, cache, headerVersion);
        body.addSize(size, cache, version);
        ResponseWriter writer =
                new ResponseWriter(allocator.directBuffer(Integer.BYTES + bufferBytes(size), Integer.MAX_VALUE));
        try {
            writer.writeInt(size.totalSize());
            header.write(writer, cache, headerVersion);
            body.write(writer, cache, version);
        } catch (RuntimeException failure) {
            writer.abandon();
            throw failure;
        }
        return new Encoded(writer.finish(), (long) Integer.BYTES + size.totalSize());
    }

    /** The size of the buffer to begin with: exact but where several small slices are copied, which make it grow. */
    private static int bufferBytes(MessageSizeAccumulator size) {
        int slices = size.totalSize() - size.sizeExcludingZeroCopy();
        return slices <= ResponseWriter.MAX_COPIED_SLICE_BYTES ? size.totalSize() : size.sizeExcludingZeroCopy();
    }
}
