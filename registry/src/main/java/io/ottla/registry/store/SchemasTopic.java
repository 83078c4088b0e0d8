package io.ottla.registry.store;

import io.ottla.registry.RegistrySettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as a topic; sees to it that it is there and can be one.
 *
 * @param cluster the id of its cluster
 * @param recordLimit the longest record that it takes, key and value in bytes
 */
record SchemasTopic(String cluster, int recordLimit) {
    private static final Logger log = LoggerFactory.getLogger(SchemasTopic.class);
    private static final String CLEANUP_POLICY = "cleanup.policy";
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;
    /** What a batch of one record has besides its key and value, and then some. */
    private static final int OVERHEAD = 1_024;

    /**
     * Makes the topic unless it is there: one partition, compacted, as many copies as wanted and possible.
     *
     * @throws IllegalStateException if there is a topic of this name that cannot be the log
     */
    static SchemasTopic ensure(RegistrySettings settings) {
        try (Admin admin = Admin.create(settings.clients(
                Map.of("default.api.timeout.ms", (int) settings.timeout().toMillis())))) {
            String cluster = result(settings, admin.describeCluster().clusterId());
            return new SchemasTopic(cluster, find(admin, settings).orElseGet(() -> create(admin, settings)));
        }
    }

    /** The longest record that the topic takes, if it is there. */
    private static Optional<Integer> find(Admin admin, RegistrySettings settings) {
        String topic = settings.topic();
        try {
            TopicDescription description = result(
                            settings, admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic);
            if (description != null && description.partitions().size() != 1) {
                throw new IllegalStateException("topic " + topic + " has "
                        + description.partitions().size() + " partitions, but the registry's log needs exactly one");
            }
        } catch (UnknownTopicOrPartitionException missing) {
            return Optional.empty();
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config =
                result(settings, admin.describeConfigs(List.of(resource)).all()).get(resource);
        ConfigEntry policy = config == null ? null : config.get(CLEANUP_POLICY);
        if (policy != null && policy.value().contains("delete")) {
            log.error(
                    "topic {} has cleanup.policy={}: schemas will be lost by retention; set it to compact",
                    topic,
                    policy.value());
        }
        ConfigEntry longest = config == null ? null : config.get(MAX_MESSAGE_BYTES);
        int batch = longest == null ? DEFAULT_MAX_MESSAGE_BYTES : Integer.parseInt(longest.value());
        return Optional.of(batch - OVERHEAD);
    }

    private static int create(Admin admin, RegistrySettings settings) {
        int brokers = result(settings, admin.describeCluster().nodes()).size();
        NewTopic topic = new NewTopic(settings.topic(), 1, (short) Math.min(settings.replicas(), brokers))
                .configs(Map.of(
                        CLEANUP_POLICY,
                        "compact",
                        MAX_MESSAGE_BYTES,
                        Integer.toString(settings.recordLimit() + OVERHEAD)));
        try {
            result(settings, admin.createTopics(List.of(topic)).all());
            log.info("made topic {} with {} replicas", settings.topic(), topic.replicationFactor());
        } catch (TopicExistsException another) {
            log.debug("topic {} was made by another registry", settings.topic(), another);
        }
        return settings.recordLimit();
    }

    private static <T> T result(RegistrySettings settings, KafkaFuture<T> future) {
        try {
            return future.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("no answer from the cluster", e);
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }
}
