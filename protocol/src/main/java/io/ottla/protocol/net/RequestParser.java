package io.ottla.protocol.net;

import io.ottla.protocol.api.ApiHandler;
import io.ottla.protocol.api.ApiHandlers;
import io.ottla.protocol.api.ApiVersionRange;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** Reads requests by Kafka's own message definitions. Stateless. */
final class RequestParser {
    private static final int VERSION_AT = 2;
    private static final int CORRELATION_ID_AT = 4;

    private final ApiHandlers handlers;

    RequestParser(ApiHandlers handlers) {
        this.handlers = handlers;
    }

    /**
     * Reads one frame. Records in the request refer to {@code frame}, everything else is copied out of it.
     *
     * @throws InvalidRequestException when these bytes are no request that is served: the connection must be closed, as
     *     nothing can be answered that the client would understand
     */
    ParsedRequest parse(ByteBuffer frame) {
        short key = frame.getShort(0);
        short version = frame.getShort(VERSION_AT);
        ApiHandler<?, ?> handler = handlerOf(key);
        ApiVersionRange range = handler.versions();
        if (!range.contains(version)) {
            return answerUnsupported(range, version, frame.getInt(CORRELATION_ID_AT));
        }
        try {
            return read(frame, handler, version);
        } catch (RuntimeException malformed) {
            throw new InvalidRequestException("a malformed " + range.api() + " request v" + version, malformed);
        }
    }

    private ApiHandler<?, ?> handlerOf(short key) {
        if (!ApiKeys.hasId(key)) {
            throw new InvalidRequestException("a request of the unknown API " + key);
        }
        ApiKeys api = ApiKeys.forId(key);
        return handlers.find(api)
                .orElseThrow(
                        () -> new InvalidRequestException("a request of the API " + api + ", which is not served"));
    }

    private static ParsedRequest read(ByteBuffer frame, ApiHandler<?, ?> handler, short version) {
        ApiKeys api = handler.versions().api();
        RequestReader reader = new RequestReader(frame);
        RequestHeaderData header = new RequestHeaderData(reader, api.requestHeaderVersion(version));
        if (header.clientId() == null) {
            header.setClientId("");
        }
        if (api == ApiKeys.PRODUCE && version < api.oldestVersion()) {
            return new ParsedRequest.Answered(header, api, LegacyProduce.refuse(reader, version), version);
        }
        ApiMessage body = api.messageType.newRequest();
        body.read(reader, version);
        return new ParsedRequest.Call(header, handler, body);
    }

    /** KIP-511: a client newer than this node learns from a v0 answer which version to ask with. */
    private static ParsedRequest answerUnsupported(ApiVersionRange range, short version, int correlationId) {
        if (range.api() != ApiKeys.API_VERSIONS) {
            throw new InvalidRequestException("a " + range.api() + " request v" + version + "; served are v"
                    + range.min() + " to v" + range.max());
        }
        ApiVersionsResponseData.ApiVersion served = new ApiVersionsResponseData.ApiVersion()
                .setApiKey(range.api().id)
                .setMinVersion(range.min())
                .setMaxVersion(range.max());
        ApiVersionsResponseData response =
                new ApiVersionsResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code());
        response.apiKeys().add(served);
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(range.api().id)
                .setRequestApiVersion((short) 0)
                .setCorrelationId(correlationId)
                .setClientId("");
        return new ParsedRequest.Answered(header, range.api(), response, (short) 0);
    }
}
