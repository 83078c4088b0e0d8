package io.ottla.http.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * How many partitions the topics have that are written to. A topic that does not exist is created if the cluster creates
 * topics for its producers (<code>auto.create.topics.enable</code>): the producer itself would wait for it on our thread, and
 * for as long when the topic never comes. Remembers a bounded number of topics for half a minute. Thread-safe.
 */
public final class TopicDirectory {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final int MAX_TOPICS = 10_000;
    private static final String AUTO_CREATE = "auto.create.topics.enable";

    private final KafkaClients kafka;
    private final Clock clock;
    private final Map<String, Known> topics = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX_TOPICS;
        }
    });

    TopicDirectory(KafkaClients kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    private record Known(int partitions, Instant until) {}

    /**
     * The number of partitions of a topic to be written to.
     *
     * @return fails with {@link UnknownTopicOrPartitionException} if it does not exist and is not created
     */
    public CompletionStage<Integer> partitions(String topic) {
        Known known = topics.get(topic);
        if (known != null && clock.instant().isBefore(known.until())) {
            return CompletableFuture.completedFuture(known.partitions());
        }
        return described(topic)
                .thenCompose(count -> count.isPresent()
                        ? CompletableFuture.completedFuture(count.get())
                        : autoCreates().thenCompose(does -> does ? create(topic) : unknown(topic)))
                .thenApply(count -> {
                    topics.put(topic, new Known(count, clock.instant().plus(REMEMBERED)));
                    return count;
                });
    }

    /** Forgets a topic: its number of partitions has turned out to be wrong. */
    public void forget(String topic) {
        topics.remove(topic);
    }

    private CompletionStage<Optional<Integer>> described(String topic) {
        return kafka.ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
                .handle((found, failure) -> {
                    if (failure == null) {
                        return Optional.of(partitions(found.get(topic)));
                    }
                    if (KafkaFailures.cause(failure) instanceof UnknownTopicOrPartitionException) {
                        return Optional.empty();
                    }
                    throw new CompletionException(KafkaFailures.cause(failure));
                });
    }

    private CompletionStage<Integer> create(String topic) {
        return kafka.ask(admin -> admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
                        .numPartitions(topic))
                .exceptionallyCompose(failure -> KafkaFailures.cause(failure) instanceof TopicExistsException
                        ? described(topic).thenApply(count -> count.orElse(1))
                        : CompletableFuture.failedFuture(KafkaFailures.cause(failure)));
    }

    private CompletionStage<Boolean> autoCreates() {
        return kafka.ask(admin -> admin.describeCluster().nodes())
                .thenCompose(nodes -> {
                    Node any = nodes.iterator().next();
                    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(any.id()));
                    return kafka.ask(admin ->
                            admin.describeConfigs(List.of(broker)).values().get(broker));
                })
                .thenApply(config -> {
                    ConfigEntry setting = config.get(AUTO_CREATE);
                    return setting != null && Boolean.parseBoolean(setting.value());
                });
    }

    private static int partitions(@Nullable TopicDescription topic) {
        return topic == null ? 0 : topic.partitions().size();
    }

    private static CompletionStage<Integer> unknown(String topic) {
        return CompletableFuture.failedFuture(
                new UnknownTopicOrPartitionException("topic " + topic + " does not exist"));
    }
}
