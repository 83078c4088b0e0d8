package io.ottla.serdes;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Names the subject under which the schemas of a topic's records are registered. */
public enum SubjectNaming {
    /** {@code topic-key} or {@code topic-value}. */
    TOPIC("TopicNameStrategy"),
    /** The full name of the record. */
    RECORD("RecordNameStrategy"),
    /** {@code topic-} and the full name of the record. */
    TOPIC_RECORD("TopicRecordNameStrategy");

    private final String setting;

    SubjectNaming(String setting) {
        this.setting = setting;
    }

    /** The strategy of this name; a package in front of it, as in settings written for other serializers, does not matter. */
    static SubjectNaming of(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        for (SubjectNaming naming : values()) {
            if (naming.setting.equals(simple)) {
                return naming;
            }
        }
        throw new ConfigException(
                "subject.name.strategy",
                name,
                "must be TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
    }

    /**
     * The subject of a record.
     *
     * @param recordName the full name of the record's schema; null if it has none
     */
    public String subject(String topic, boolean key, @Nullable String recordName) {
        if (this == TOPIC) {
            return topic + (key ? "-key" : "-value");
        }
        if (recordName == null) {
            throw new SerializationException("the schema of a " + (key ? "key" : "value") + " in topic " + topic
                    + " has no name, which " + setting + " needs");
        }
        return this == RECORD ? recordName : topic + "-" + recordName;
    }
}
