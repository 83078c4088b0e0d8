package io.ottla.multinode.clients;

import io.ottla.multinode.harness.JavaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/** A consumer of a group on a thread of its own: polls, commits, and tells what it was given. Others may ask at any time. */
final class GroupMember implements ConsumerRebalanceListener, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, String> consumer;
    private final Thread thread;
    private final List<String> values = new CopyOnWriteArrayList<>();
    private Set<TopicPartition> assigned = Set.of();
    private int assignments;
    private int revocations;
    private volatile boolean silent;
    private volatile boolean ending;

    private GroupMember(Consumer<String, String> consumer, String topic, String group) {
        this.consumer = consumer;
        this.thread = new Thread(() -> run(topic), "member-of-" + group);
    }

    static GroupMember join(String bootstrap, String topic, String group, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("group.id", group);
        if (!"consumer".equals(settings.get("group.protocol"))) {
            // The consumer protocol leaves that to the broker.
            all.putIfAbsent("heartbeat.interval.ms", 500);
        }
        GroupMember member = new GroupMember(JavaClients.consumer(bootstrap, all), topic, group);
        member.thread.start();
        return member;
    }

    /** What it has now. */
    synchronized Set<TopicPartition> assigned() {
        return Set.copyOf(assigned);
    }

    /** How often it was given an assignment. */
    synchronized int assignments() {
        return assignments;
    }

    /** How many partitions were ever taken from it. */
    synchronized int revocations() {
        return revocations;
    }

    /** The values it got, in order. */
    List<String> values() {
        return List.copyOf(values);
    }

    /** Leaves the group and waits until it has. */
    void leave() {
        end();
    }

    /** Ends without telling the group, as a process does that dies; the sockets are closed. */
    void leaveSilently() {
        silent = true;
        end();
    }

    @Override
    public void close() {
        end();
    }

    @Override
    public synchronized void onPartitionsAssigned(Collection<TopicPartition> added) {
        assignments++;
        Set<TopicPartition> more = new HashSet<>(assigned);
        more.addAll(added);
        assigned = more;
    }

    @Override
    public synchronized void onPartitionsRevoked(Collection<TopicPartition> taken) {
        revocations += ending ? 0 : taken.size();
        Set<TopicPartition> fewer = new HashSet<>(assigned);
        fewer.removeAll(taken);
        assigned = fewer;
    }

    private void run(String topic) {
        try (consumer) {
            consumer.subscribe(List.of(topic), this);
            boolean committed = true;
            while (!ending || !(committed || silent)) {
                consumer.poll(POLL).forEach(record -> values.add(record.value()));
                committed = commit();
            }
            var operation = silent
                    ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                    : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
            consumer.close(CloseOptions.groupMembershipOperation(operation));
        }
    }

    private boolean commit() {
        try {
            consumer.commitSync();
            return true;
        } catch (RebalanceInProgressException | CommitFailedException e) {
            // The group is being shared out anew: the next poll takes part, and the commit after it says the same.
            return false;
        }
    }

    private void end() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a member leaves", e);
        }
    }
}
