package io.ottla.protocol.api;

import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;

/** Sends messages through the wire format, so that tests see what a client would see. */
final class Wire {
    private Wire() {}

    /** The request as the broker reads it. */
    @SuppressWarnings("unchecked") // A message is read back as the class it was written from.
    static <Q extends ApiMessage> Q request(Q request, short version) {
        ApiMessage read = ApiMessageType.fromApiKey(request.apiKey()).newRequest();
        read.read(MessageUtil.toByteBufferAccessor(request, version), version);
        return (Q) read;
    }

    /** The response as the client reads it. */
    @SuppressWarnings("unchecked") // A message is read back as the class it was written from.
    static <S extends ApiMessage> S response(S response, short version) {
        ApiMessage read = ApiMessageType.fromApiKey(response.apiKey()).newResponse();
        read.read(MessageUtil.toByteBufferAccessor(response, version), version);
        return (S) read;
    }
}
