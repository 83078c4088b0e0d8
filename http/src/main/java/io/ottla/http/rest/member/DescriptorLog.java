package io.ottla.http.rest.member;

import io.ottla.http.rest.KafkaClients;
import io.ottla.http.rest.KafkaFailures;
import io.ottla.http.rest.RecordSender;
import io.ottla.http.rest.member.state.MemberDescriptor;
import io.ottla.http.rest.member.state.MemberId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topic that holds the descriptors: compacted, one partition, so that they have one order for all nodes. */
final class DescriptorLog {
    static final String TOPIC = "_ottla_rest_members";
    static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final short REPLICAS = 3;

    private final KafkaClients kafka;
    private final RecordSender sender;

    DescriptorLog(KafkaClients kafka, RecordSender sender) {
        this.kafka = kafka;
        this.sender = sender;
    }

    /** Creates the topic unless it exists; with as many replicas as a small cluster has. */
    CompletionStage<?> create() {
        return create(Optional.of(REPLICAS))
                .exceptionallyCompose(
                        failure -> KafkaFailures.cause(failure) instanceof InvalidReplicationFactorException
                                ? create(Optional.empty())
                                : CompletableFuture.failedFuture(KafkaFailures.cause(failure)));
    }

    private CompletionStage<Void> create(Optional<Short> replicas) {
        NewTopic topic = new NewTopic(TOPIC, Optional.of(1), replicas).configs(Map.of("cleanup.policy", "compact"));
        return kafka.ask(admin -> admin.createTopics(List.of(topic)).all())
                .exceptionallyCompose(failure -> KafkaFailures.cause(failure) instanceof TopicExistsException
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(KafkaFailures.cause(failure)));
    }

    /** Where the log ends now. */
    CompletionStage<Long> end() {
        return kafka.ask(admin -> admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()))
                        .partitionResult(PARTITION))
                .thenApply(result -> result.offset());
    }

    /** Writes a descriptor; the stage tells the offset behind it. */
    CompletionStage<Long> write(MemberDescriptor descriptor) {
        return send(
                new ProducerRecord<>(TOPIC, 0, DescriptorJson.key(descriptor.id()), DescriptorJson.value(descriptor)));
    }

    /** Writes the end of a member; the stage tells the offset behind it. */
    CompletionStage<Long> writeEnd(MemberId id) {
        return send(new ProducerRecord<>(TOPIC, 0, DescriptorJson.key(id), null));
    }

    private CompletionStage<Long> send(ProducerRecord<byte[], byte[]> record) {
        return CompletableFuture.completedFuture(record)
                .thenComposeAsync(sender::send, sender.blocking())
                .thenApply(sent -> sent.offset() + 1);
    }
}
