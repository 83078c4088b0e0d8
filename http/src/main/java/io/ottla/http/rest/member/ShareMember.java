package io.ottla.http.rest.member;

import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.RestSettings;
import io.ottla.http.rest.member.state.Interest;
import io.ottla.http.rest.member.state.MemberDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A member of a share group (KIP-932), and the records that it holds: those that the cluster has given to it, and of which its client
 * has not said what became of them. They are given out again until it does, so that an answer that is lost loses nothing; when the
 * cluster's lock on them is over, the cluster gives them to another member. Used by one thread.
 */
public final class ShareMember implements GroupClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int DEFAULT_LOCK_MS = 30_000;
    private static final int NOT_HELD = 40903;

    private final RestSettings settings;
    private final MemberDescriptor descriptor;
    private final Map<Place, ConsumerRecord<byte[], byte[]>> held = new LinkedHashMap<>();
    /** Those of them that its client was given. */
    private final Set<Place> given = new LinkedHashSet<>();

    private @Nullable KafkaShareConsumer<byte[], byte[]> consumer;
    private long acquiredNanos;
    private long acquisition;
    private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

    ShareMember(RestSettings settings, MemberDescriptor descriptor) {
        this.settings = settings;
        this.descriptor = descriptor;
    }

    /** Where a record is. */
    public record Place(TopicPartition partition, long offset) {
        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
    }

    /**
     * What it holds.
     *
     * @param acquisition which time it was that the cluster gave it something, 1 for the first
     * @param records those that the reader has not seen
     * @param settled completed when it holds nothing any more, so that it is worth while to read on
     */
    public record Holding(
            long acquisition, List<ConsumerRecord<byte[], byte[]>> records, CompletionStage<Void> settled) {}

    @Override
    public MemberDescriptor descriptor() {
        return descriptor;
    }

    /**
     * The records that it holds; if there are none, those that the cluster gives it.
     *
     * @param wait how long to wait for them
     * @param maxRecords never more than these
     */
    public List<ConsumerRecord<byte[], byte[]>> read(Duration wait, int maxRecords) {
        acquire(wait);
        return give(maxRecords);
    }

    /**
     * The records that it holds unless the reader knows them; if there are none, those that the cluster gives it.
     *
     * @param seen the acquisition that the reader has seen last; 0 for none
     * @param wait how long to wait for them
     * @param maxRecords never more than these
     */
    public Holding readBehind(long seen, Duration wait, long maxRecords) {
        acquire(wait);
        return new Holding(acquisition, acquisition > seen ? give(maxRecords) : List.of(), settled);
    }

    /**
     * Tells the cluster what became of records.
     *
     * @param types what became of which record; empty: all that it holds and has given out were processed
     * @return why the cluster did not take it, by partition; a record of such a partition comes again
     * @throws Refusal with 409 if it does not hold one of them; then nothing is told
     */
    public Map<TopicPartition, String> acknowledge(Map<Place, AcknowledgeType> types) {
        Map<Place, AcknowledgeType> all = new LinkedHashMap<>(types);
        if (all.isEmpty()) {
            given.forEach(place -> all.put(place, AcknowledgeType.ACCEPT));
        }
        requireHeld(all.keySet());
        all.forEach((place, type) -> {
            given.remove(place);
            ConsumerRecord<byte[], byte[]> record = held.remove(place);
            if (record != null) {
                consumer().acknowledge(record, type);
            }
        });
        Map<TopicPartition, String> failures = commit();
        if (held.isEmpty()) {
            settled.complete(null);
        }
        return failures;
    }

    /** The client's own threads do it. */
    @Override
    public void stayInGroup() {}

    /** What it holds goes back to the cluster. */
    @Override
    public void close(boolean leave) {
        KafkaShareConsumer<byte[], byte[]> open = consumer;
        consumer = null;
        letGo();
        if (open != null) {
            open.close(CLOSE_TIMEOUT);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> give(long maxRecords) {
        List<ConsumerRecord<byte[], byte[]>> records =
                held.values().stream().limit(maxRecords).toList();
        records.forEach(record -> given.add(Place.of(record)));
        return records;
    }

    private void acquire(Duration wait) {
        giveBackWhatIsLocked();
        if (held.isEmpty()) {
            consumer().poll(wait).forEach(record -> held.put(Place.of(record), record));
            acquiredNanos = System.nanoTime();
            if (!held.isEmpty()) {
                acquisition++;
                settled = new CompletableFuture<>();
            }
        }
    }

    private void letGo() {
        held.clear();
        given.clear();
        settled.complete(null);
    }

    private void requireHeld(Collection<Place> places) {
        List<Place> strange = new ArrayList<>(places);
        strange.removeAll(held.keySet());
        if (!strange.isEmpty()) {
            Place first = strange.get(0);
            throw Refusal.coded(
                    NOT_HELD,
                    "This member does not hold the record at offset " + first.offset() + " of " + first.partition()
                            + ": it was acknowledged, or its lock is over, or another member has it");
        }
    }

    /** The consumer reads on only when it has been told of everything; of these the cluster does not listen any more. */
    private void giveBackWhatIsLocked() {
        long lockMillis = consumer().acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MS);
        if (!held.isEmpty()
                && System.nanoTime() - acquiredNanos
                        > Duration.ofMillis(lockMillis).toNanos()) {
            held.values().forEach(record -> consumer().acknowledge(record, AcknowledgeType.RELEASE));
            letGo();
            commit();
        }
    }

    private Map<TopicPartition, String> commit() {
        Map<TopicPartition, String> failures = new HashMap<>();
        consumer()
                .commitSync(TIMEOUT)
                .forEach((partition, failure) -> failure.map(KafkaException::getMessage)
                        .ifPresent(message -> failures.put(partition.topicPartition(), message)));
        return failures;
    }

    private KafkaShareConsumer<byte[], byte[]> consumer() {
        KafkaShareConsumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = new KafkaShareConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = open;
            if (descriptor.interest() instanceof Interest.Topics wanted) {
                open.subscribe(wanted.topics());
            }
        }
        return open;
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", settings.bootstrapServers());
        config.put("group.id", descriptor.id().group());
        config.put("client.id", descriptor.id().name());
        config.put("share.acknowledgement.mode", "explicit");
        config.put("fetch.max.bytes", MemberConsumer.FETCH_MAX_BYTES);
        config.put("metric.reporters", "");
        config.put("enable.metrics.push", false);
        return config;
    }
}
