package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataEvent;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ListConfigResourcesHandlerTest {
    private final TestBroker node = TestBroker.start().withOrders(List.of(1));

    @Test
    void listsEverythingThatHasSettings() {
        configure(io.ottla.actors.metadata.ConfigResource.Type.GROUP, "billing");
        configure(io.ottla.actors.metadata.ConfigResource.Type.CLIENT_METRICS, "latency");

        assertThat(resources(ask(1)))
                .containsExactlyInAnyOrder(
                        new ConfigResource(ConfigResource.Type.TOPIC, "orders"),
                        new ConfigResource(ConfigResource.Type.BROKER, "1"),
                        new ConfigResource(ConfigResource.Type.BROKER, "2"),
                        new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1"),
                        new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "2"),
                        new ConfigResource(ConfigResource.Type.GROUP, "billing"),
                        new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "latency"));
    }

    @Test
    void listsTheKindsAskedFor() {
        assertThat(resources(ask(1, ConfigResource.Type.TOPIC.id(), ConfigResource.Type.GROUP.id())))
                .containsExactly(new ConfigResource(ConfigResource.Type.TOPIC, "orders"));
    }

    @Test
    void listsOnlyClientMetricsInVersion0() {
        configure(io.ottla.actors.metadata.ConfigResource.Type.CLIENT_METRICS, "latency");

        assertThat(resources(ask(0)))
                .containsExactly(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "latency"));
    }

    @Test
    void refusesAKindThatDoesNotExist() {
        assertThat(ask(1, (byte) 77).errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
    }

    @Test
    void refusesCallersWhoMayNotDescribeSettings() {
        node.denying(Operation.DESCRIBE_CONFIGS, Resource.CLUSTER);

        assertThat(ask(1).errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    private void configure(io.ottla.actors.metadata.ConfigResource.Type type, String name) {
        node.publish(new MetadataEvent.ConfigChanged(
                new io.ottla.actors.metadata.ConfigResource(type, name), "interval.ms", Optional.of("1000")));
    }

    private ListConfigResourcesResponseData ask(int version, Byte... types) {
        return node.ask(
                new ListConfigResourcesHandler(node.broker()),
                version,
                new ListConfigResourcesRequestData().setResourceTypes(List.of(types)));
    }

    private static List<ConfigResource> resources(ListConfigResourcesResponseData answer) {
        return answer.configResources().stream()
                .map(one -> new ConfigResource(ConfigResource.Type.forId(one.resourceType()), one.resourceName()))
                .toList();
    }
}
