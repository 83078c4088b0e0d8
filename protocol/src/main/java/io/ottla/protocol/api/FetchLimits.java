package io.ottla.protocol.api;

import org.apache.kafka.common.message.FetchRequestData;

/**
 * How much a fetch wants, and how long it waits for it.
 *
 * @param minBytes answer once there is so much
 * @param maxBytes most bytes of records in the response
 * @param maxWaitMs answer after so long in any case
 */
record FetchLimits(int minBytes, int maxBytes, int maxWaitMs) {
    /** The request's limits within the node's own ({@code fetch.max.bytes}). */
    static FetchLimits of(FetchRequestData request, int nodeMaxBytes) {
        int maxBytes = Math.min(request.maxBytes(), nodeMaxBytes);
        return new FetchLimits(Math.min(request.minBytes(), maxBytes), maxBytes, request.maxWaitMs());
    }
}
