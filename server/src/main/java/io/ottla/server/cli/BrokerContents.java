package io.ottla.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** What a broker still has that the cluster would miss: replicas, and a vote about the metadata. */
final class BrokerContents {
    /** So many partitions are named; the others are counted. */
    private static final int NAMED = 3;

    private final Admin admin;
    private final int broker;

    BrokerContents(Admin admin, int broker) {
        this.admin = admin;
        this.broker = broker;
    }

    /** It in words; empty when it has nothing. */
    Optional<String> describe() {
        List<String> replicas = replicas();
        if (!replicas.isEmpty()) {
            String names = String.join(", ", replicas.subList(0, Math.min(NAMED, replicas.size())));
            return Optional.of((replicas.size() == 1 ? "1 replica: " : replicas.size() + " replicas: ")
                    + names
                    + (replicas.size() > NAMED ? ", ..." : ""));
        }
        return isVoter() ? Optional.of("a vote about the metadata") : Optional.empty();
    }

    private List<String> replicas() {
        Set<String> names = Await.result(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        List<String> result = new ArrayList<>();
        for (TopicDescription topic :
                Await.result(admin.describeTopics(names).allTopicNames()).values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                if (partition.replicas().stream().map(Node::id).anyMatch(id -> id == broker)) {
                    result.add(topic.name() + "-" + partition.partition());
                }
            }
        }
        result.sort(null);
        return result;
    }

    private boolean isVoter() {
        return Await.result(admin.describeMetadataQuorum().quorumInfo()).voters().stream()
                .anyMatch(voter -> voter.replicaId() == broker);
    }
}
