package io.ottla.protocol.fetch;

import org.apache.kafka.common.Uuid;

/**
 * How a fetch names a partition: by topic id from version 13 on, by topic name before.
 *
 * @param topicId the id, or {@link Uuid#ZERO_UUID} when named by name
 * @param topic the name, empty when named by id
 * @param partition the partition's number
 */
public record FetchKey(Uuid topicId, String topic, int partition) {
    /** The first version of Fetch that names topics by id. */
    public static final short FIRST_BY_ID = 13;

    /** The key of a request's fields; only one of id and name means something. */
    static FetchKey of(short version, Uuid topicId, String topic, int partition) {
        return version >= FIRST_BY_ID
                ? new FetchKey(topicId, "", partition)
                : new FetchKey(Uuid.ZERO_UUID, topic, partition);
    }

    /** Whether it names the topic by id. */
    public boolean byId() {
        return topic.isEmpty();
    }

    /** Whether it is of the same topic, named the same way. */
    public boolean sameTopic(FetchKey other) {
        return topicId.equals(other.topicId) && topic.equals(other.topic);
    }
}
