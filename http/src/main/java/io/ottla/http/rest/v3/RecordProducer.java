package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.KafkaFailures;
import io.ottla.http.rest.RecordSender;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one record of a request, and answers with the object that tells what became of it. */
final class RecordProducer {
    private static final Logger log = LoggerFactory.getLogger(RecordProducer.class);
    private static final int UNKNOWN_TOPIC_OR_PARTITION = 40401;

    private final RecordSender sender;
    private final DataParts parts;
    private final ProduceThrottle throttle;

    RecordProducer(RecordSender sender, DataParts parts, ProduceThrottle throttle) {
        this.sender = sender;
        this.parts = parts;
        this.throttle = throttle;
    }

    /** Threads on which {@link #produce} may be called. */
    Executor blocking() {
        return sender.blocking();
    }

    /** How many partitions the topic has; zero if it does not exist, which each of its records is then told. */
    CompletionStage<Integer> partitions(String topic) {
        return sender.topics().partitions(topic).handle((count, failure) -> {
            if (failure == null) {
                return count;
            }
            if (KafkaFailures.cause(failure) instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw KafkaFailures.translate(failure);
        });
    }

    /**
     * Sends a record; blocks while the producer's buffer is full.
     *
     * @param partitions how many the topic has
     * @param answer gets the fields of the acknowledgement, or is left alone
     * @return the answer; fails with a {@link Refusal}
     */
    CompletionStage<ObjectNode> produce(
            String clusterId, String topic, int partitions, JsonNode request, ObjectNode answer) {
        try {
            Outgoing outgoing = Outgoing.of(topic, request, parts);
            Integer partition = outgoing.record().partition();
            if (partitions == 0 || (partition != null && partition >= partitions)) {
                sender.topics().forget(topic);
                throw Refusal.coded(UNKNOWN_TOPIC_OR_PARTITION, "This server does not host this topic-partition.");
            }
            throttle.admit(outgoing.record());
            return sender.send(outgoing.record()).thenApply(sent -> outgoing.acknowledge(answer, clusterId, sent));
        } catch (Refusal refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    /** What a failure to produce is called. */
    static Refusal refusal(Throwable failure) {
        Throwable cause = KafkaFailures.cause(failure);
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        if (KafkaFailures.isUnknownPartition(cause)) {
            return Refusal.coded(UNKNOWN_TOPIC_OR_PARTITION, "This server does not host this topic-partition.");
        }
        if (cause instanceof KafkaException kafka) {
            return KafkaFailures.refusal(kafka);
        }
        log.error("a record could not be produced; the client was answered with 500", cause);
        return Refusal.of(500, "HTTP 500 Internal Server Error");
    }
}
