package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** What has settings: a topic, a broker, or all brokers together. Says how its settings are named in answers. */
sealed interface ConfigOwner {
    /** What Kafka calls it. */
    ConfigResource resource();

    /** The kind of one of its settings. */
    String kind();

    /** The URL of all its settings. */
    String url(Links links);

    /** The URL of one of its settings. */
    default String url(Links links, String config) {
        return url(links) + "/" + config;
    }

    /** The resource name of one of its settings. */
    String crn(Links links, String config);

    /** Adds whose setting it is. */
    void name(ObjectNode setting);

    /** Whether a setting is shown. */
    default boolean shows(ConfigEntry entry) {
        return true;
    }

    /** A topic's settings. */
    record OfTopic(String topic) implements ConfigOwner {
        @Override
        public ConfigResource resource() {
            return new ConfigResource(ConfigResource.Type.TOPIC, topic);
        }

        @Override
        public String kind() {
            return "KafkaTopicConfig";
        }

        @Override
        public String url(Links links) {
            return links.url("topics", topic, "configs");
        }

        @Override
        public String crn(Links links, String config) {
            return links.crn("topic", topic, "config", config);
        }

        @Override
        public void name(ObjectNode setting) {
            setting.put("topic_name", topic);
        }
    }

    /** A broker's settings. */
    record OfBroker(int broker) implements ConfigOwner {
        @Override
        public ConfigResource resource() {
            return new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(broker));
        }

        @Override
        public String kind() {
            return "KafkaBrokerConfig";
        }

        @Override
        public String url(Links links) {
            return links.url("brokers", broker, "configs");
        }

        @Override
        public String crn(Links links, String config) {
            return links.crn("broker", broker, "config", config);
        }

        @Override
        public void name(ObjectNode setting) {
            setting.put("broker_id", broker);
        }
    }

    /** The settings of all brokers that were changed at run time; others are not shown. */
    record OfAllBrokers() implements ConfigOwner {
        @Override
        public ConfigResource resource() {
            return new ConfigResource(ConfigResource.Type.BROKER, "");
        }

        @Override
        public String kind() {
            return "KafkaClusterConfig";
        }

        @Override
        public String url(Links links) {
            return links.url("broker-configs");
        }

        @Override
        public String crn(Links links, String config) {
            return links.crn("broker-config", config);
        }

        @Override
        public void name(ObjectNode setting) {
            setting.put("config_type", "BROKER");
        }

        @Override
        public boolean shows(ConfigEntry entry) {
            return entry.source() == ConfigEntry.ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG;
        }
    }
}
