package io.ottla.protocol.net;

import io.ottla.protocol.api.ApiHandler;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** What the bytes of a frame mean. */
sealed interface ParsedRequest {
    /** The request's header fields that its response needs. */
    RequestHeaderData header();

    /** The API it is for. */
    ApiKeys api();

    /** A request for a handler. */
    record Call(RequestHeaderData header, ApiHandler<?, ?> handler, ApiMessage body) implements ParsedRequest {
        @Override
        public ApiKeys api() {
            return handler.versions().api();
        }

        /** Whether the client waits for a response; it does not for acks=0. */
        boolean wantsResponse() {
            return !(body instanceof ProduceRequestData produce && produce.acks() == 0);
        }
    }

    /**
     * A request that can be answered without a handler, because its version is not served but has an answer anyway.
     *
     * @param response the answer
     * @param responseVersion the version it is written in
     */
    record Answered(RequestHeaderData header, ApiKeys api, ApiMessage response, short responseVersion)
            implements ParsedRequest {}
}
