package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.partition.AppendReply;
import io.ottla.protocol.metrics.TrafficMetrics;
import io.ottla.protocol.partition.LeaderHints;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * One produce request on its way: collects the partitions' answers and replies once, when the last has come or the client's
 * patience ends. Holds the request's memory until every partition has answered, also past the reply: the batches lie in it.
 *
 * <p>Parts are added by the event loop and completed by any thread.
 */
final class ProduceExchange {
    private static final short ACKS_ALL = -1;
    private static final short ACKS_NONE = 0;

    /**
     * The client's timeout is for the replicas, not for the append. That happens on other threads, so it gets this time even
     * of clients who do not want to wait.
     */
    private static final int LEAST_TIMEOUT_MS = 1_000;

    private static final long UNKNOWN = -1L;
    private static final int FIRST_WITH_LEADER_HINTS = 10;

    private final Broker broker;
    private final TrafficMetrics traffic;
    private final RequestContext context;
    private final ProduceRequestData request;
    private final Reply<ProduceResponseData> reply;
    private final List<TopicPart> topics = new ArrayList<>();
    private final AtomicBoolean replied = new AtomicBoolean();
    private final Countdown missing;
    private volatile ClientConnection.@Nullable Cancellable timeout;

    ProduceExchange(
            Broker broker,
            TrafficMetrics traffic,
            RequestContext context,
            ProduceRequestData request,
            Reply<ProduceResponseData> reply) {
        this.broker = broker;
        this.traffic = traffic;
        this.context = context;
        this.request = request;
        this.reply = reply;
        int partitions = 0;
        for (TopicProduceData topic : request.topicData()) {
            partitions += topic.partitionData().size();
        }
        this.missing = new Countdown(partitions + 1, this::allAnswered);
        context.buffer().retain();
    }

    /** Adds a topic of the request. */
    TopicPart addTopic(TopicProduceData topic, String name) {
        TopicPart part = new TopicPart(topic, name);
        topics.add(part);
        return part;
    }

    /** Every part has been added, and completed or sent to its partition. */
    void allSent() {
        if (request.acks() == ACKS_ALL && !replied.get()) {
            timeout = context.connection().schedule(this::reply, Math.max(LEAST_TIMEOUT_MS, request.timeoutMs()));
        }
        missing.came();
    }

    /** The topic of some parts. */
    final class TopicPart {
        private final TopicProduceData topic;
        private final String name;
        private final List<Part> parts = new ArrayList<>();

        TopicPart(TopicProduceData topic, String name) {
            this.topic = topic;
            this.name = name;
        }

        Part add(PartitionProduceData partition) {
            int bytes = partition.records() == null ? 0 : partition.records().sizeInBytes();
            Part part = new Part(name, partition.index(), bytes);
            parts.add(part);
            return part;
        }
    }

    /** One partition's batch and what became of it. */
    final class Part implements Reply<AppendReply> {
        private final String topic;
        private final int partition;
        private final int bytes;
        private final AtomicReference<@Nullable AppendReply> outcome = new AtomicReference<>();

        Part(String topic, int partition, int bytes) {
            this.topic = topic;
            this.partition = partition;
            this.bytes = bytes;
        }

        String topic() {
            return topic;
        }

        int partition() {
            return partition;
        }

        @Override
        public void complete(AppendReply answer) {
            if (outcome.compareAndSet(null, answer)) {
                count(answer);
                missing.came();
            }
        }

        private void count(AppendReply answer) {
            if (answer instanceof AppendReply.Accepted accepted) {
                traffic.produced(topic, accepted.lastOffset() - accepted.baseOffset() + 1, bytes);
            } else if (answer instanceof AppendReply.Refused
                    && broker.metadata().image().topics().topic(topic).isPresent()) {
                traffic.produceFailed(topic);
            }
        }

        private AppendReply outcomeByNow() {
            AppendReply answer = outcome.get();
            return answer != null ? answer : AppendReply.Refused.of(Errors.REQUEST_TIMED_OUT);
        }
    }

    private void allAnswered() {
        context.buffer().release();
        ClientConnection.Cancellable scheduled = timeout;
        if (scheduled != null) {
            scheduled.cancel();
        }
        reply();
    }

    private void reply() {
        if (replied.compareAndSet(false, true)) {
            if (request.acks() == ACKS_NONE && anyRefused()) {
                context.connection().closeAfterReplies();
            }
            reply.complete(response());
        }
    }

    private boolean anyRefused() {
        return topics.stream()
                .flatMap(topic -> topic.parts.stream())
                .anyMatch(part -> part.outcomeByNow() instanceof AppendReply.Refused);
    }

    private ProduceResponseData response() {
        LeaderHints.Fields fields =
                LeaderHints.Fields.of(context.version(), FIRST_WITH_LEADER_HINTS, FIRST_WITH_LEADER_HINTS);
        LeaderHints hints = new LeaderHints(broker.metadata().image(), fields);
        ProduceResponseData response = new ProduceResponseData();
        for (TopicPart topic : topics) {
            TopicProduceResponse answer =
                    new TopicProduceResponse().setName(topic.topic.name()).setTopicId(topic.topic.topicId());
            topic.parts.forEach(part -> answer.partitionResponses().add(response(part, hints)));
            response.responses().add(answer);
        }
        hints.forEachBroker(hinted -> response.nodeEndpoints().add(endpoint(hinted)));
        return response;
    }

    private static PartitionProduceResponse response(Part part, LeaderHints hints) {
        PartitionProduceResponse response = new PartitionProduceResponse().setIndex(part.partition);
        AppendReply outcome = part.outcomeByNow();
        if (outcome instanceof AppendReply.Accepted accepted) {
            return response.setBaseOffset(accepted.baseOffset())
                    .setLogAppendTimeMs(accepted.logAppendTimeMs())
                    .setLogStartOffset(accepted.logStartOffset());
        }
        if (outcome instanceof AppendReply.Repeated repeated) {
            return response.setErrorCode(Errors.DUPLICATE_SEQUENCE_NUMBER.code())
                    .setBaseOffset(UNKNOWN)
                    .setLogStartOffset(repeated.logStartOffset());
        }
        return refuse(response, part, (AppendReply.Refused) outcome, hints);
    }

    private static PartitionProduceResponse refuse(
            PartitionProduceResponse response, Part part, AppendReply.Refused refused, LeaderHints hints) {
        hints.hint(refused.error(), part.topic, part.partition)
                .ifPresent(leader ->
                        response.currentLeader().setLeaderId(leader.leader()).setLeaderEpoch(leader.leaderEpoch()));
        refused.recordErrors()
                .forEach(record -> response.recordErrors()
                        .add(new ProduceResponseData.BatchIndexAndErrorMessage()
                                .setBatchIndex(record.batchIndex())
                                .setBatchIndexErrorMessage(record.message())));
        return response.setErrorCode(refused.error().code())
                .setErrorMessage(refused.message().isEmpty() ? null : refused.message())
                .setBaseOffset(UNKNOWN)
                .setLogStartOffset(refused.logStartOffset());
    }

    private static ProduceResponseData.NodeEndpoint endpoint(BrokerImage hinted) {
        return new ProduceResponseData.NodeEndpoint()
                .setNodeId(hinted.id())
                .setHost(hinted.host())
                .setPort(hinted.port())
                .setRack(hinted.rack().orElse(null));
    }
}
