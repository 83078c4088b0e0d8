package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.AppendReply;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.state.TransactionCheck;
import io.ottla.protocol.metrics.TrafficMetrics;
import io.ottla.protocol.partition.Replicas;
import io.ottla.storage.AppendOrigin;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.ProduceRequest;

/**
 * Appends batches: one command to each partition's actor, one response when the last has answered.
 *
 * <p>Versions 0 to 2 are listed but refused before they come here: librdkafka sends gzip, snappy and lz4 batches
 * uncompressed to a broker that does not list version 0 (KAFKA-18659).
 */
final class ProduceHandler implements ApiHandler<ProduceRequestData, ProduceResponseData> {
    private static final ApiVersionRange VERSIONS = ApiVersionRange.of(ApiKeys.PRODUCE, 0, 13);

    /** The client id under which Kafka's own tools write to internal topics. */
    private static final String ADMIN_CLIENT_ID = "__admin_client";

    private static final short FIRST_BY_TOPIC_ID = 13;
    private static final short ABORTABLE_SINCE = 11;

    /** Since then a batch adds its partition to its transaction (KIP-890). */
    private static final short ADDS_SINCE = 12;

    private static final int ANY_LEADER_EPOCH = -1;

    private final Broker broker;
    private final TrafficMetrics traffic;
    private final Replicas replicas;
    private final TransactionChecks checks;

    ProduceHandler(Broker broker, TrafficMetrics traffic) {
        this.broker = broker;
        this.traffic = traffic;
        this.replicas = new Replicas(broker.partitions());
        this.checks = new TransactionChecks(broker);
    }

    @Override
    public ApiVersionRange versions() {
        return VERSIONS;
    }

    @Override
    public void handle(RequestContext context, ProduceRequestData request, Reply<ProduceResponseData> reply) {
        MetadataImage image = broker.metadata().image();
        ProduceExchange exchange = new ProduceExchange(broker, traffic, context, request, reply);
        Errors refusal = refusalOfAll(context, request);
        for (TopicProduceData topic : request.topicData()) {
            Optional<String> name = nameOf(image, context.version(), topic);
            ProduceExchange.TopicPart part = exchange.addTopic(topic, name.orElse(""));
            for (PartitionProduceData partition : topic.partitionData()) {
                ProduceExchange.Part target = part.add(partition);
                if (refusal != Errors.NONE) {
                    target.complete(AppendReply.Refused.of(refusal));
                } else if (name.isEmpty()) {
                    target.complete(AppendReply.Refused.of(Errors.UNKNOWN_TOPIC_ID));
                } else {
                    append(context, request, image, target, partition.records());
                }
            }
        }
        exchange.allSent();
    }

    private static Optional<String> nameOf(MetadataImage image, short version, TopicProduceData topic) {
        return version >= FIRST_BY_TOPIC_ID ? image.topics().name(topic.topicId()) : Optional.of(topic.name());
    }

    private Errors refusalOfAll(RequestContext context, ProduceRequestData request) {
        if (request.acks() < -1 || request.acks() > 1) {
            return Errors.INVALID_REQUIRED_ACKS;
        }
        if (!hasTransactionalRecords(request)) {
            return Errors.NONE;
        }
        String id = request.transactionalId();
        boolean allowed = id != null
                && broker.authorizer().allows(context.caller(), Operation.WRITE, Resource.transactionalId(id));
        return allowed ? Errors.NONE : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    }

    private void append(
            RequestContext context,
            ProduceRequestData request,
            MetadataImage image,
            ProduceExchange.Part target,
            BaseRecords records) {
        if (!broker.authorizer().allows(context.caller(), Operation.WRITE, Resource.topic(target.topic()))) {
            target.complete(AppendReply.Refused.of(Errors.TOPIC_AUTHORIZATION_FAILED));
            return;
        }
        Optional<TopicImage> topic = image.topics().topic(target.topic());
        if (topic.flatMap(known -> known.partition(target.partition())).isEmpty()) {
            target.complete(AppendReply.Refused.of(Errors.UNKNOWN_TOPIC_OR_PARTITION));
            return;
        }
        if (Topic.isInternal(target.topic()) && !context.clientId().equals(ADMIN_CLIENT_ID)) {
            target.complete(AppendReply.Refused.of(Errors.INVALID_TOPIC_EXCEPTION));
            return;
        }
        Optional<AppendReply> invalid = validate(context.version(), records);
        Optional<PartitionHandle> handle = topic.flatMap(known -> replicas.find(known, target.partition()));
        if (invalid.isPresent()) {
            target.complete(invalid.get());
        } else if (handle.isEmpty()) {
            target.complete(AppendReply.Refused.of(Errors.NOT_LEADER_OR_FOLLOWER));
        } else {
            MemoryRecords batches = (MemoryRecords) records;
            TransactionCheck check =
                    startsTransactional(batches) ? check(context.version(), request, target, batches) : null;
            handle.get()
                    .tell(new Partition.Append(
                            batches, request.acks(), AppendOrigin.CLIENT, ANY_LEADER_EPOCH, check, target));
        }
    }

    private TransactionCheck check(
            short version, ProduceRequestData request, ProduceExchange.Part target, MemoryRecords records) {
        RecordBatch first = records.firstBatch();
        return checks.check(
                request.transactionalId(),
                new TransactionalProducer(first.producerId(), first.producerEpoch()),
                new TopicPartition(target.topic(), target.partition()),
                version >= ADDS_SINCE,
                version >= ABORTABLE_SINCE);
    }

    /** The rules that depend on the version of the request; everything else about a batch is the log's to check. */
    private static Optional<AppendReply> validate(short version, BaseRecords records) {
        try {
            ProduceRequest.validateRecords(version, records == null ? MemoryRecords.EMPTY : records);
            return Optional.empty();
        } catch (ApiException invalid) {
            String message = invalid.getMessage() == null ? "" : invalid.getMessage();
            return Optional.of(new AppendReply.Refused(Errors.forException(invalid), message, List.of(), -1L));
        }
    }

    private static boolean hasTransactionalRecords(ProduceRequestData request) {
        for (TopicProduceData topic : request.topicData()) {
            for (PartitionProduceData partition : topic.partitionData()) {
                if (partition.records() instanceof MemoryRecords records && startsTransactional(records)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean startsTransactional(MemoryRecords records) {
        try {
            RecordBatch first = records.firstBatch();
            return first != null && first.isTransactional();
        } catch (ApiException corrupt) {
            // Its partition is refused for that, in words of its own.
            return false;
        }
    }
}
