package io.ottla.protocol.api;

import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;

/** What a topic's name says by itself. */
final class TopicNames {
    private TopicNames() {}

    /** Why there is no topic of this name: it is not allowed, or there just is none. */
    static Errors absence(String name) {
        return Topic.isValid(name) ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.INVALID_TOPIC_EXCEPTION;
    }
}
