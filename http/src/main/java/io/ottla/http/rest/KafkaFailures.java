package io.ottla.http.rest;

import io.ottla.http.endpoint.Refusal;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What the cluster refused, as an error of the REST API. */
public final class KafkaFailures {
    private static final int TOPIC_OR_PARTITION_UNKNOWN = 40403;
    private static final int BAD_REQUEST_FROM_BROKER = 40002;
    private static final int INVALID_TOPIC = 42206;
    private static final int KAFKA_ERROR = 50002;
    private static final int KAFKA_RETRIABLE_ERROR = 50003;
    private static final int BROKER_NOT_AVAILABLE = 50302;

    private KafkaFailures() {}

    /** What it is in truth, below the wrappers of futures. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The refusal to throw, or the failure itself where it is none of the cluster's. */
    public static RuntimeException translate(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        if (cause instanceof KafkaException kafka) {
            return refusal(kafka);
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
    }

    /** The cluster's failure as a refusal. */
    public static Refusal refusal(KafkaException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UnknownTopicOrPartitionException) {
            return Refusal.coded(TOPIC_OR_PARTITION_UNKNOWN, "This server does not host this topic-partition.");
        }
        if (failure instanceof AuthenticationException) {
            return Refusal.coded(40101, message);
        }
        if (failure instanceof AuthorizationException) {
            return Refusal.coded(40301, message);
        }
        if (failure instanceof InvalidTopicException) {
            return Refusal.coded(INVALID_TOPIC, message);
        }
        if (failure instanceof GroupIdNotFoundException) {
            return Refusal.of(404, message);
        }
        if (isBadRequest(failure)) {
            return Refusal.coded(BAD_REQUEST_FROM_BROKER, message);
        }
        if (failure instanceof SerializationException) {
            return Refusal.coded(42207, message);
        }
        if (failure instanceof BrokerNotAvailableException) {
            return Refusal.coded(BROKER_NOT_AVAILABLE, message);
        }
        return Refusal.coded(failure instanceof RetriableException ? KAFKA_RETRIABLE_ERROR : KAFKA_ERROR, message);
    }

    /** Whether it may be that the topic or partition of a record does not exist: the producer gave up waiting for it. */
    public static boolean isUnknownPartition(Throwable failure) {
        return failure instanceof UnknownTopicOrPartitionException
                || (failure instanceof TimeoutException
                        && String.valueOf(failure.getMessage()).contains("not present in metadata"));
    }

    private static boolean isBadRequest(KafkaException failure) {
        return failure instanceof TopicExistsException
                || failure instanceof InvalidPartitionsException
                || failure instanceof InvalidReplicationFactorException
                || failure instanceof InvalidReplicaAssignmentException
                || failure instanceof InvalidConfigurationException
                || failure instanceof InvalidRequestException
                || failure instanceof PolicyViolationException
                || failure instanceof SecurityDisabledException
                || failure instanceof UnsupportedVersionException;
    }
}
