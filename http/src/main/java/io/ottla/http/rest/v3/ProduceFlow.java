package io.ottla.http.rest.v3;

import akka.NotUsed;
import akka.stream.ActorAttributes;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.JsonFraming;
import akka.stream.scaladsl.Framing.FramingException;
import akka.util.ByteString;
import akka.util.ByteStringBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Records in, answers out, in the same order. As many records are under way as {@link #IN_FLIGHT} and the producer's buffer
 * allow; beyond that nothing is read, and TCP holds the client back.
 */
final class ProduceFlow {
    private static final int IN_FLIGHT = 1024;
    private static final int MAX_RECORD_BYTES = 16 << 20;
    /** Shorter than what the front takes for an idle connection: a producer may be silent for as long as it likes. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(30);

    private static final byte[] END_OF_LINE = {'\n'};

    /** So many bytes of answers may wait to be sent together. */
    private static final long GATHERED_BYTES = 32 << 10;

    /**
     * Sends answers as they come, and what has come while the connection was busy together: a chunk, and a look at the socket, for
     * each would cost more than producing the record.
     */
    static final Flow<ByteString, ByteString, NotUsed> GATHERED = Flow.<ByteString>create()
            .batchWeighted(GATHERED_BYTES, line -> (long) line.size(), ProduceFlow::builder, ByteStringBuilder::append)
            .map(ByteStringBuilder::result);

    private final RecordProducer producer;
    private final Duration longest;

    /**
     * A flow.
     *
     * @param longest after which a request that has not ended is answered with 408 and reads no further
     */
    ProduceFlow(RecordProducer producer, Duration longest) {
        this.producer = producer;
        this.longest = longest;
    }

    /** A record as it came, or why nothing more is read. */
    private sealed interface Incoming {
        record Bytes(ByteString json) implements Incoming {}

        record End(Refusal why) implements Incoming {}
    }

    /** From the bytes of JSON objects, one after another, to the lines of the answer. */
    CompletionStage<Flow<ByteString, ByteString, NotUsed>> to(String clusterId, String topic) {
        return producer.partitions(topic)
                .thenApply(partitions -> JsonFraming.objectScanner(MAX_RECORD_BYTES)
                        .completionTimeout(longest)
                        .<Incoming>map(Incoming.Bytes::new)
                        // Here and not behind the records: those that were read before are still answered.
                        .recover(FramingException.class, () -> new Incoming.End(notJson()))
                        .recover(TimeoutException.class, () -> new Incoming.End(tooLong()))
                        .mapAsync(IN_FLIGHT, record -> answer(clusterId, topic, partitions, record))
                        .keepAlive(SIGN_OF_LIFE, () -> ByteString.fromArrayUnsafe(END_OF_LINE))
                        .withAttributes(ActorAttributes.dispatcher("akka.actor.default-blocking-io-dispatcher")));
    }

    private CompletionStage<ByteString> answer(String clusterId, String topic, int partitions, Incoming incoming) {
        if (incoming instanceof Incoming.End end) {
            return CompletableFuture.completedFuture(line(end.why()));
        }
        Optional<JsonNode> request = Json.parse(((Incoming.Bytes) incoming).json());
        if (request.isEmpty()) {
            return CompletableFuture.completedFuture(line(notJson()));
        }
        return producer.produce(
                        clusterId,
                        topic,
                        partitions,
                        request.get(),
                        Json.object().put("error_code", 200))
                .handle((answer, failure) -> failure == null ? line(answer) : line(RecordProducer.refusal(failure)));
    }

    private static Refusal notJson() {
        return Refusal.of(400, "The record is not valid JSON");
    }

    private static Refusal tooLong() {
        return Refusal.of(408, "Streaming connection open for longer than allowed");
    }

    private static ByteStringBuilder builder(ByteString first) {
        return new ByteStringBuilder().append(first);
    }

    private static ByteString line(Refusal refusal) {
        return line(Json.object().put("error_code", refusal.code()).put("message", refusal.reason()));
    }

    private static ByteString line(JsonNode answer) {
        byte[] document = Json.bytes(answer);
        byte[] line = Arrays.copyOf(document, document.length + 1);
        line[document.length] = '\n';
        return ByteString.fromArrayUnsafe(line);
    }
}
