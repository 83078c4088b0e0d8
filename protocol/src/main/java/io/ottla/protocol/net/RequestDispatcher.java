package io.ottla.protocol.net;

import io.ottla.protocol.api.ApiHandler;
import io.ottla.protocol.api.RequestContext;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a request to its handler; a handler that throws costs its own request an error and nobody else anything. */
final class RequestDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDispatcher.class);

    private RequestDispatcher() {}

    /**
     * Lets the handler answer the exchange.
     *
     * @return whether the request will be answered; if not, its connection must be closed
     */
    static boolean dispatch(ParsedRequest.Call call, RequestContext context, Exchange exchange, RequestFrame frame) {
        try {
            handlerOf(call).handle(context, call.body(), exchange);
            return true;
        } catch (RuntimeException failure) {
            LOG.error(
                    "handling a request failed apiKey={} version={} connection={}",
                    call.api(),
                    context.version(),
                    context.connection().id(),
                    failure);
            Optional<ApiMessage> error = errorResponse(frame);
            error.ifPresent(exchange::tryComplete);
            return exchange.isAnswered();
        }
    }

    // The parser has read the body by the message type of this very handler's API.
    @SuppressWarnings("unchecked")
    private static ApiHandler<ApiMessage, ApiMessage> handlerOf(ParsedRequest.Call call) {
        return (ApiHandler<ApiMessage, ApiMessage>) call.handler();
    }

    /** Kafka's request classes know how to say "failed" in each API; they need the request read a second time. */
    private static Optional<ApiMessage> errorResponse(RequestFrame frame) {
        ByteBuffer bytes = frame.bytes();
        RequestHeader header = RequestHeader.parse(bytes);
        ByteBufferAccessor body = new ByteBufferAccessor(bytes);
        AbstractResponse response = AbstractRequest.parseRequest(header.apiKey(), header.apiVersion(), body)
                .request
                .getErrorResponse(new UnknownServerException("the request failed on the broker; its log says why"));
        return Optional.ofNullable(response).map(AbstractResponse::data);
    }
}
