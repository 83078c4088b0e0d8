package io.ottla.http.rest.member.state;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** What a member wants to read. */
public sealed interface Interest {
    /** Nothing yet. */
    record None() implements Interest {}

    /** These topics, shared with the other members of the group. */
    record Topics(List<String> topics) implements Interest {
        public Topics {
            topics = List.copyOf(topics);
        }
    }

    /** The topics whose names fit, shared likewise. */
    record Matching(String pattern) implements Interest {}

    /** These partitions, whatever other members read. */
    record Partitions(List<TopicPartition> partitions) implements Interest {
        public Partitions {
            partitions = List.copyOf(partitions);
        }
    }
}
