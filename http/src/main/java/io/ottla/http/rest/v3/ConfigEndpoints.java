package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Node;

/** The settings of topics, of brokers, and of all brokers together. */
final class ConfigEndpoints {
    private static final String CLUSTER = "/v3/clusters/{cluster_id}";

    private final ClusterAccess cluster;
    private final Configs configs;

    ConfigEndpoints(ClusterAccess cluster) {
        this.cluster = cluster;
        this.configs = new Configs(cluster);
    }

    List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        all.addAll(of("a topic", CLUSTER + "/topics/{topic_name}/configs", "KafkaTopicConfig", this::topic));
        all.addAll(of("a broker", CLUSTER + "/brokers/{broker_id}/configs", "KafkaBrokerConfig", this::broker));
        all.addAll(of("all brokers", CLUSTER + "/broker-configs", "KafkaClusterConfig", call -> allBrokers()));
        all.add(Endpoint.get(
                        CLUSTER + "/topics/-/configs",
                        "The settings of every topic",
                        cluster.reading((call, links) -> ofEveryTopic(links)))
                .answering("KafkaTopicConfigList"));
        all.add(Endpoint.get(
                        CLUSTER + "/brokers/-/configs",
                        "The settings of every broker",
                        cluster.reading((call, links) -> ofEveryBroker(links)))
                .answering("KafkaBrokerConfigList"));
        return all;
    }

    /** The five endpoints that each owner of settings has. */
    private List<Endpoint> of(
            String whose, String path, String kind, Function<Call, CompletionStage<ConfigOwner>> owner) {
        String one = path + "/{name}";
        return List.of(
                Endpoint.get(
                                path,
                                "The settings of " + whose,
                                cluster.reading((call, links) ->
                                        owner.apply(call).thenCompose(found -> configs.list(links, found))))
                        .answering(kind + "List"),
                Endpoint.get(
                                one,
                                "A setting of " + whose,
                                cluster.reading((call, links) -> owner.apply(call)
                                        .thenCompose(found -> configs.one(links, found, call.parameter("name")))))
                        .answering(kind),
                Endpoint.put(
                                one,
                                "Change a setting of " + whose,
                                cluster.writing((call, links, body) -> owner.apply(call)
                                        .thenCompose(found -> configs.set(found, call.parameter("name"), body))))
                        .taking("UpdateConfigRequest")
                        .with(204),
                Endpoint.delete(
                                one,
                                "Take a setting of " + whose + " back to its default",
                                cluster.in((call, links) -> owner.apply(call)
                                        .thenCompose(found -> configs.reset(found, call.parameter("name")))))
                        .with(204),
                Endpoint.post(
                                path + ":alter",
                                "Change settings of " + whose + ", all or none",
                                cluster.writing((call, links, body) ->
                                        owner.apply(call).thenCompose(found -> configs.alter(found, body))))
                        .taking("AlterConfigBatchRequest")
                        .with(204));
    }

    private CompletionStage<ConfigOwner> topic(Call call) {
        return completed(new ConfigOwner.OfTopic(call.parameter("topic_name")));
    }

    /** The client would ask a broker that is not there until it gives up; so look first. */
    private CompletionStage<ConfigOwner> broker(Call call) {
        int id = call.number("broker_id");
        return cluster.describe(DescribeClusterResult::nodes)
                .thenApply(nodes -> new ConfigOwner.OfBroker(
                        ClusterEndpoints.find(nodes, id).id()));
    }

    private static CompletionStage<ConfigOwner> allBrokers() {
        return completed(new ConfigOwner.OfAllBrokers());
    }

    private CompletionStage<ObjectNode> ofEveryTopic(Links links) {
        return cluster.ask(admin -> admin.listTopics(new ListTopicsOptions().listInternal(true))
                        .names())
                .thenCompose(names -> configs.read(
                        links,
                        names.stream().sorted().map(ConfigOwner.OfTopic::new).toList()))
                .thenApply(
                        settings -> Resources.list("KafkaTopicConfig", links.url("topics", "-", "configs"), settings));
    }

    private CompletionStage<ObjectNode> ofEveryBroker(Links links) {
        return cluster.describe(DescribeClusterResult::nodes)
                .thenCompose(nodes -> configs.read(links, owners(nodes)))
                .thenApply(settings ->
                        Resources.list("KafkaBrokerConfig", links.url("brokers", "-", "configs"), settings));
    }

    private static List<ConfigOwner.OfBroker> owners(Collection<Node> nodes) {
        return nodes.stream()
                .map(Node::id)
                .sorted(Comparator.naturalOrder())
                .map(ConfigOwner.OfBroker::new)
                .toList();
    }

    private static CompletionStage<ConfigOwner> completed(ConfigOwner owner) {
        return java.util.concurrent.CompletableFuture.completedFuture(owner);
    }
}
