package io.ottla.protocol.link;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** Fetch requests and responses as bytes, in the one version that nodes speak with each other. Stateless. */
final class FetchCodec {
    /** Replica state with the broker's epoch, topic ids, diverging epochs. */
    static final short VERSION = 18;

    private static final short REQUEST_HEADER = ApiKeys.FETCH.requestHeaderVersion(VERSION);
    private static final short RESPONSE_HEADER = ApiKeys.FETCH.responseHeaderVersion(VERSION);

    private FetchCodec() {}

    /** A response with the number of its request. Its records lie in the buffer that it was read from. */
    record Response(int correlationId, FetchResponseData data) {}

    /** A request with its length before it. */
    static ByteString encode(String clientId, int correlationId, FetchRequestData request) {
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(ApiKeys.FETCH.id)
                .setRequestApiVersion(VERSION)
                .setCorrelationId(correlationId)
                .setClientId(clientId);
        ObjectSerializationCache cache = new ObjectSerializationCache();
        MessageSizeAccumulator size = new MessageSizeAccumulator();
        header.addSize(size, cache, REQUEST_HEADER);
        request.addSize(size, cache, VERSION);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size.totalSize());
        bytes.putInt(size.totalSize());
        ByteBufferAccessor writer = new ByteBufferAccessor(bytes);
        header.write(writer, cache, REQUEST_HEADER);
        request.write(writer, cache, VERSION);
        return ByteString.fromArrayUnsafe(bytes.array());
    }

    /** Reads a response, without its length. */
    static Response decode(ByteBuffer frame) {
        ByteBufferAccessor reader = new ByteBufferAccessor(frame);
        ResponseHeaderData header = new ResponseHeaderData(reader, RESPONSE_HEADER);
        return new Response(header.correlationId(), new FetchResponseData(reader, VERSION));
    }
}
