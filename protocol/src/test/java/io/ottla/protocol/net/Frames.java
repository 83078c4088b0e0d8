package io.ottla.protocol.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.RequestHeader;

/** Requests as clients put them on the wire. */
final class Frames {
    private Frames() {}

    /** Header and body, without the length. */
    static ByteBuffer request(ApiMessage body, int version, int correlationId) {
        ApiKeys api = ApiKeys.forId(body.apiKey());
        RequestHeader header = new RequestHeader(api, (short) version, "client", correlationId);
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header.data(), header.headerVersion())
                .buffer();
        ByteBuffer rest =
                MessageUtil.toByteBufferAccessor(body, (short) version).buffer();
        return ByteBuffer.allocate(head.remaining() + rest.remaining())
                .put(head)
                .put(rest)
                .flip();
    }

    /** Length, header and body. */
    static ByteBuf framed(ApiMessage body, int version, int correlationId) {
        return framed(request(body, version, correlationId));
    }

    static ByteBuf framed(ByteBuffer request) {
        return Unpooled.buffer().writeInt(request.remaining()).writeBytes(request);
    }
}
