package io.ottla.testkit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Kafka's own consumer in a group, polling and committing on a thread of its own. Others may ask what it has at any time. */
final class PollingMember implements ConsumerRebalanceListener, AutoCloseable {
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread;
    private final List<String> values = new CopyOnWriteArrayList<>();
    private Set<TopicPartition> assigned = Set.of();
    private int lost;
    private volatile GroupMembershipOperation atTheEnd = GroupMembershipOperation.LEAVE_GROUP;
    private volatile boolean ending;

    private PollingMember(KafkaConsumer<String, String> consumer) {
        this.consumer = consumer;
        this.thread = new Thread(this::run, "member");
    }

    /** A member of the consumer protocol. */
    static PollingMember join(OttlaCluster cluster, String group, String topic, Map<String, Object> more) {
        PollingMember member = new PollingMember(consumer(cluster, group, "consumer", more));
        member.consumer.subscribe(List.of(topic), member);
        member.thread.start();
        return member;
    }

    /** A member of the consumer protocol that wants every topic that matches. */
    static PollingMember matching(OttlaCluster cluster, String group, String pattern) {
        PollingMember member = new PollingMember(consumer(cluster, group, "consumer", Map.of()));
        member.consumer.subscribe(new SubscriptionPattern(pattern), member);
        member.thread.start();
        return member;
    }

    /** A member of the classic protocol. */
    static PollingMember classic(OttlaCluster cluster, String group, String topic) {
        Map<String, Object> brisk = Map.of("heartbeat.interval.ms", 300, "session.timeout.ms", 6_000);
        PollingMember member = new PollingMember(consumer(cluster, group, "classic", brisk));
        member.consumer.subscribe(List.of(topic), member);
        member.thread.start();
        return member;
    }

    private static KafkaConsumer<String, String> consumer(
            OttlaCluster cluster, String group, String protocol, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("group.id", group);
        settings.put("group.protocol", protocol);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("metadata.max.age.ms", 500);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    synchronized Set<TopicPartition> assigned() {
        return Set.copyOf(assigned);
    }

    /** How often it was told that it had lost partitions without having given them up. */
    synchronized int lost() {
        return lost;
    }

    List<String> values() {
        return List.copyOf(values);
    }

    /** Ends without leaving the group: a static member says that it will be back. */
    void leaveForAWhile() {
        atTheEnd = GroupMembershipOperation.REMAIN_IN_GROUP;
        close();
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a member leaves", e);
        }
    }

    private void run() {
        try (consumer) {
            boolean committed = true;
            while (!ending) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(50));
                records.forEach(record -> values.add(record.value()));
                committed = (committed && records.isEmpty()) || commit();
            }
            consumer.close(CloseOptions.groupMembershipOperation(atTheEnd));
        }
    }

    private boolean commit() {
        try {
            consumer.commitSync();
            return true;
        } catch (RebalanceInProgressException | CommitFailedException later) {
            // The group is being shared out anew: the next commit says the same, by its new owner if not by this one.
            return false;
        }
    }

    @Override
    public synchronized void onPartitionsAssigned(Collection<TopicPartition> added) {
        Set<TopicPartition> more = new HashSet<>(assigned);
        more.addAll(added);
        assigned = more;
    }

    @Override
    public synchronized void onPartitionsRevoked(Collection<TopicPartition> taken) {
        Set<TopicPartition> fewer = new HashSet<>(assigned);
        fewer.removeAll(taken);
        assigned = fewer;
    }

    @Override
    public synchronized void onPartitionsLost(Collection<TopicPartition> taken) {
        lost += taken.size();
        onPartitionsRevoked(taken);
    }
}
