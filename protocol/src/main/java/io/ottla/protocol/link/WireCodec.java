package io.ottla.protocol.link;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/**
 * Requests and responses of one API as bytes, in the one version that nodes speak with each other.
 *
 * @param api the API
 * @param version its version
 */
record WireCodec(ApiKeys api, short version) {
    /** A response with the number of its request. Records in it lie in the buffer that it was read from. */
    record Response(int correlationId, ApiMessage body) {}

    /** A request with its length before it. */
    ByteString encode(String clientId, int correlationId, ApiMessage request) {
        short headerVersion = api.requestHeaderVersion(version);
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(api.id)
                .setRequestApiVersion(version)
                .setCorrelationId(correlationId)
                .setClientId(clientId);
        ObjectSerializationCache cache = new ObjectSerializationCache();
        MessageSizeAccumulator size = new MessageSizeAccumulator();
        header.addSize(size, cache, headerVersion);
        request.addSize(size, cache, version);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size.totalSize());
        bytes.putInt(size.totalSize());
        ByteBufferAccessor writer = new ByteBufferAccessor(bytes);
        header.write(writer, cache, headerVersion);
        request.write(writer, cache, version);
        return ByteString.fromArrayUnsafe(bytes.array());
    }

    /** Reads a response, without its length. */
    Response decode(ByteBuffer frame) {
        ByteBufferAccessor reader = new ByteBufferAccessor(frame);
        ResponseHeaderData header = new ResponseHeaderData(reader, api.responseHeaderVersion(version));
        ApiMessage body = api.messageType.newResponse();
        body.read(reader, version);
        return new Response(header.correlationId(), body);
    }
}
