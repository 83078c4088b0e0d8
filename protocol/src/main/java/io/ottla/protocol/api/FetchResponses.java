package io.ottla.protocol.api;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.protocol.fetch.FetchContext;
import io.ottla.protocol.fetch.FetchKey;
import io.ottla.protocol.fetch.PartitionRead;
import io.ottla.protocol.partition.LeaderHints;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.NodeEndpoint;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Puts what was read into Kafka's form. */
final class FetchResponses {
    private static final int FIRST_WITH_LEADER = 12;
    private static final int FIRST_WITH_ADDRESS = 16;

    private final MetadataImage image;
    private final LeaderHints.Fields hintFields;

    FetchResponses(MetadataImage image, short version) {
        this.image = image;
        this.hintFields = LeaderHints.Fields.of(version, FIRST_WITH_LEADER, FIRST_WITH_ADDRESS);
    }

    /** The response that carries this answer. */
    FetchResponseData of(FetchContext.Answer answer) {
        FetchResponseData response =
                new FetchResponseData().setErrorCode(answer.error().code()).setSessionId(answer.sessionId());
        LeaderHints hints = new LeaderHints(image, hintFields);
        FetchableTopicResponse topic = null;
        FetchKey previous = null;
        for (PartitionRead read : answer.partitions()) {
            topic = topicFor(read.key(), previous, topic, response);
            previous = read.key();
            topic.partitions().add(read.data());
            hint(read, hints);
        }
        hints.forEachBroker(hinted -> response.nodeEndpoints().add(endpoint(hinted)));
        return response;
    }

    /** Partitions of one topic that follow each other share its entry. */
    private static FetchableTopicResponse topicFor(
            FetchKey key,
            @Nullable FetchKey previous,
            @Nullable FetchableTopicResponse topic,
            FetchResponseData response) {
        if (topic != null && previous != null && key.sameTopic(previous)) {
            return topic;
        }
        FetchableTopicResponse next =
                new FetchableTopicResponse().setTopic(key.topic()).setTopicId(key.topicId());
        response.responses().add(next);
        return next;
    }

    private static void hint(PartitionRead read, LeaderHints hints) {
        hints.hint(
                        Errors.forCode(read.data().errorCode()),
                        read.topic(),
                        read.key().partition())
                .ifPresent(leader ->
                        read.data().currentLeader().setLeaderId(leader.leader()).setLeaderEpoch(leader.leaderEpoch()));
    }

    private static NodeEndpoint endpoint(BrokerImage hinted) {
        return new NodeEndpoint()
                .setNodeId(hinted.id())
                .setHost(hinted.host())
                .setPort(hinted.port())
                .setRack(hinted.rack().orElse(null));
    }
}
