package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.KafkaFailures;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Node;

/** The cluster and its brokers. */
final class ClusterEndpoints {
    private final ClusterAccess cluster;

    ClusterEndpoints(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                                "/v3/clusters",
                                "The clusters, which is this one",
                                call -> clusters(call)
                                        .thenApply(list -> Json.response(200, list))
                                        .exceptionally(failure -> {
                                            throw KafkaFailures.translate(failure);
                                        }))
                        .answering("KafkaClusterList"),
                Endpoint.get(
                                "/v3/clusters/{cluster_id}",
                                "The cluster",
                                cluster.reading((call, links) -> describe(links)))
                        .answering("KafkaCluster"),
                Endpoint.get(
                                "/v3/clusters/{cluster_id}/brokers",
                                "All brokers",
                                cluster.reading((call, links) -> brokers(links)))
                        .answering("KafkaBrokerList"),
                Endpoint.get(
                                "/v3/clusters/{cluster_id}/brokers/{broker_id}",
                                "A broker",
                                cluster.reading((call, links) -> broker(links, call.number("broker_id"))))
                        .answering("KafkaBroker"));
    }

    private CompletionStage<ObjectNode> clusters(Call call) {
        return cluster.links(call)
                .thenCompose(links -> describe(links)
                        .thenApply(one -> Resources.list("KafkaCluster", links.clusters(), List.of(one))));
    }

    private CompletionStage<ObjectNode> describe(Links links) {
        return cluster.describe(DescribeClusterResult::controller).thenApply(controller -> {
            ObjectNode resource = Resources.resource("KafkaCluster", links.url(), links.crn());
            resource.put("cluster_id", links.clusterId());
            if (controller != null && !controller.isEmpty()) {
                Resources.relate(resource, "controller", links.brokerUrl(controller.id()));
            }
            Resources.relate(resource, "acls", links.url("acls"));
            Resources.relate(resource, "brokers", links.url("brokers"));
            Resources.relate(resource, "broker_configs", links.url("broker-configs"));
            Resources.relate(resource, "consumer_groups", links.url("consumer-groups"));
            Resources.relate(resource, "topics", links.url("topics"));
            Resources.relate(
                    resource, "partition_reassignments", links.url("topics", "-", "partitions", "-", "reassignment"));
            return resource;
        });
    }

    private CompletionStage<ObjectNode> brokers(Links links) {
        return cluster.describe(DescribeClusterResult::nodes)
                .thenApply(nodes -> Resources.list(
                        "KafkaBroker",
                        links.url("brokers"),
                        nodes.stream().map(node -> broker(links, node)).toList()));
    }

    private CompletionStage<ObjectNode> broker(Links links, int id) {
        return cluster.describe(DescribeClusterResult::nodes).thenApply(nodes -> broker(links, find(nodes, id)));
    }

    /** The broker of this number. */
    static Node find(Collection<Node> nodes, int id) {
        return nodes.stream()
                .filter(node -> node.id() == id)
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "Broker " + id + " cannot be found."));
    }

    private static ObjectNode broker(Links links, Node node) {
        ObjectNode resource =
                Resources.resource("KafkaBroker", links.brokerUrl(node.id()), links.crn("broker", node.id()));
        resource.put("cluster_id", links.clusterId())
                .put("broker_id", node.id())
                .put("host", node.host())
                .put("port", node.port())
                .put("rack", node.rack());
        Resources.relate(resource, "configs", links.url("brokers", node.id(), "configs"));
        Resources.relate(resource, "partition_replicas", links.url("brokers", node.id(), "partition-replicas"));
        return resource;
    }
}
