package io.ottla.http.rest.member;

import io.ottla.http.rest.RestSettings;
import io.ottla.http.rest.member.state.GivenOut;
import io.ottla.http.rest.member.state.Interest;
import io.ottla.http.rest.member.state.MemberDescriptor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A member's Kafka consumer, and what it has given out. The consumer is made when it is first needed. It commits nothing by
 * itself: what was given out is committed when the client reads on (or says so), never before it was given out. Used by one
 * thread.
 */
public final class MemberConsumer implements GroupClient, ConsumerRebalanceListener {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_INTERVAL_FACTOR = 2;
    /** What one member may have fetched ahead; there may be hundreds of them. */
    static final int FETCH_MAX_BYTES = 8 << 20;

    /** How long to wait before the place of a member that is gone is asked for once more. */
    private static final long PLACE_RETRY_NANOS = Duration.ofMillis(500).toNanos();

    private final RestSettings settings;
    private MemberDescriptor descriptor;
    private final Deque<ConsumerRecord<byte[], byte[]>> buffer = new ArrayDeque<>();
    private final GivenOut given = new GivenOut();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private long streams;

    MemberConsumer(RestSettings settings, MemberDescriptor descriptor) {
        this.settings = settings;
        this.descriptor = descriptor;
    }

    @Override
    public MemberDescriptor descriptor() {
        return descriptor;
    }

    /** Wants to read something else from now on. */
    void want(MemberDescriptor next) {
        buffer.clear();
        given.clear();
        descriptor = next;
        if (consumer != null) {
            apply(consumer, next.interest());
        }
    }

    /** The topics it is subscribed to. */
    public Set<String> subscription() {
        return consumer().subscription();
    }

    /** The partitions it reads now. */
    public Set<TopicPartition> assignment() {
        return consumer().assignment();
    }

    /**
     * Reads on.
     *
     * @param wait how long to wait for the first record
     * @param maxRecords never more than these
     * @param maxBytes no further record once there are so many bytes of keys and values
     */
    public List<ConsumerRecord<byte[], byte[]>> read(Duration wait, int maxRecords, long maxBytes) {
        if (descriptor.settings().autoCommit()) {
            commitDelivered();
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long bytes = 0;
        long deadline = System.nanoTime() + wait.toNanos();
        while (records.size() < maxRecords && bytes < maxBytes) {
            if (buffer.isEmpty()
                    && !fill(bytes >= descriptor.settings().minBytes() ? 0 : deadline - System.nanoTime())) {
                break;
            }
            ConsumerRecord<byte[], byte[]> record = buffer.remove();
            records.add(record);
            bytes += sizeOf(record);
        }
        records.forEach(record -> given.add(partition(record), record.offset()));
        return records;
    }

    /** Takes the last of what was read back: it comes with the next read, as if it had not been given out. */
    public void takeBack(List<ConsumerRecord<byte[], byte[]>> last) {
        for (int i = last.size() - 1; i >= 0; i--) {
            ConsumerRecord<byte[], byte[]> record = last.get(i);
            buffer.addFirst(record);
            given.takeBack(partition(record), record.offset());
        }
    }

    /**
     * Begins a stream with what was given out and is not committed: one before it may have been cut off on the way to its client. That one
     * ends, because what it took would be lost to this one.
     *
     * @return its number, for {@link #readOn}
     */
    public long beginStream() {
        Set<TopicPartition> assigned = assignment();
        Map<TopicPartition, Long> again = given.first();
        again.forEach((partition, offset) -> {
            if (assigned.contains(partition)) {
                consumer().seek(partition, offset.longValue());
            }
        });
        forget(again.keySet());
        return ++streams;
    }

    /** {@link #read Reads on} for this stream; empty if a later one has begun. */
    public Optional<List<ConsumerRecord<byte[], byte[]>>> readOn(
            long stream, Duration wait, int maxRecords, long maxBytes) {
        return stream == streams ? Optional.of(read(wait, maxRecords, maxBytes)) : Optional.empty();
    }

    /** Commits everything that was given out. */
    public void commitDelivered() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        given.next().forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        if (!offsets.isEmpty()) {
            consumer().commitSync(offsets);
            given.clear();
        }
    }

    /** Commits these offsets, each the next to be read. */
    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        consumer().commitSync(offsets);
        offsets.forEach((partition, offset) -> given.committed(partition, offset.offset()));
    }

    /** What the group has committed in these partitions. */
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
        consumer().committed(partitions).forEach((partition, offset) -> {
            if (offset != null) {
                known.put(partition, offset);
            }
        });
        return known;
    }

    /**
     * Reads next from these offsets.
     *
     * @throws IllegalStateException if a partition is not assigned to it
     */
    public void seek(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> consumer().seek(partition, offset));
        forget(offsets.keySet());
    }

    /** Reads next from the beginning; otherwise as {@link #seek}. */
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        requireAssigned(partitions);
        consumer().seekToBeginning(partitions);
        forget(partitions);
    }

    /** Reads next what is written from now on; otherwise as {@link #seek}. */
    public void seekToEnd(Collection<TopicPartition> partitions) {
        requireAssigned(partitions);
        consumer().seekToEnd(partitions);
        partitions.forEach(partition -> consumer().position(partition));
        forget(partitions);
    }

    /** Takes part in rebalances although nobody reads; records that come with them wait for the next read. */
    @Override
    public void stayInGroup() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null && isInGroup()) {
            open.pause(open.assignment());
            boolean hasPlace = poll(0);
            if (hasPlace) {
                open.resume(open.assignment());
            }
        }
    }

    @Override
    public void close(boolean leave) {
        KafkaConsumer<byte[], byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            open.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                    .withGroupMembershipOperation(
                            leave
                                    ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                                    : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    private boolean isInGroup() {
        return descriptor.interest() instanceof Interest.Topics || descriptor.interest() instanceof Interest.Matching;
    }

    private boolean fill(long waitNanos) {
        if (descriptor.interest() instanceof Interest.None) {
            return false;
        }
        long deadline = System.nanoTime() + waitNanos;
        while (buffer.isEmpty() && !poll(deadline - System.nanoTime())) {
            long leftNanos = deadline - System.nanoTime();
            if (leftNanos <= PLACE_RETRY_NANOS) {
                return false;
            }
            LockSupport.parkNanos(PLACE_RETRY_NANOS);
        }
        return !buffer.isEmpty();
    }

    /**
     * Polls; says whether it had its place in the group. By the consumer protocol the place of a member whose node is gone becomes free
     * only when its session ends, and a consumer that was refused it has failed for good: it says so once and reads nothing from then on.
     */
    private boolean poll(long waitNanos) {
        try {
            keep(consumer().poll(Duration.ofNanos(Math.max(0, waitNanos))));
            return true;
        } catch (UnreleasedInstanceIdException notYet) {
            close(false);
            return false;
        }
    }

    private void keep(ConsumerRecords<byte[], byte[]> records) {
        records.forEach(buffer::add);
    }

    private void forget(Collection<TopicPartition> partitions) {
        buffer.removeIf(record -> partitions.contains(partition(record)));
        given.forget(partitions);
    }

    private void requireAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (!consumer().assignment().contains(partition)) {
                throw new IllegalStateException("No current assignment for partition " + partition);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = open;
            apply(open, descriptor.interest());
        }
        return open;
    }

    private void apply(KafkaConsumer<byte[], byte[]> open, Interest interest) {
        if (interest instanceof Interest.Topics wanted) {
            open.subscribe(wanted.topics(), this);
        } else if (interest instanceof Interest.Matching wanted) {
            open.subscribe(Pattern.compile(wanted.pattern()), this);
        } else if (interest instanceof Interest.Partitions wanted) {
            open.assign(wanted.partitions());
        } else {
            open.unsubscribe();
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(descriptor.settings().consumer());
        config.put("bootstrap.servers", settings.bootstrapServers());
        config.put("group.id", descriptor.id().group());
        // A node that takes the member over takes its place in the group with it, without a rebalance.
        config.put("group.instance.id", "ottla-rest-" + descriptor.id().name());
        config.put("client.id", descriptor.id().name());
        config.put("enable.auto.commit", false);
        config.put("fetch.max.bytes", FETCH_MAX_BYTES);
        config.put("max.poll.interval.ms", (int) (settings.instanceTimeout().toMillis() * MAX_INTERVAL_FACTOR));
        config.put("metric.reporters", "");
        config.put("enable.metrics.push", false);
        return config;
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static int sizeOf(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
