package io.ottla.protocol.link;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * A request to another node, and who waits for the answer.
 *
 * @param codec how it and its answer are written
 * @param answer completed with the response, or with what kept it from coming
 */
record Call(WireCodec codec, ApiMessage request, CompletableFuture<ApiMessage> answer) {}
