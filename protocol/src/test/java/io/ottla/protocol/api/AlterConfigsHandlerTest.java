package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.metadata.MetadataEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlterConfigsHandlerTest {
    private static final io.ottla.actors.metadata.ConfigResource ORDERS =
            io.ottla.actors.metadata.ConfigResource.topic("orders");

    private final TestBroker node = TestBroker.start().withOrders(List.of(1));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void replacesAllSettings(int version) {
        node.publish(new MetadataEvent.ConfigChanged(ORDERS, "segment.ms", Optional.of("99000")));

        AlterConfigsResourceResponse result =
                ask(version, request(ConfigResource.Type.TOPIC, "orders", config("retention.ms", "1234")));

        assertThat(result.errorCode()).isZero();
        assertThat(node.image().config(ORDERS)).isEqualTo(Map.of("retention.ms", "1234"));
    }

    @Test
    void onlyValidatesWhenAskedTo() {
        AlterConfigsRequestData request = request(ConfigResource.Type.TOPIC, "orders", config("retention.ms", "1234"));

        assertThat(ask(2, request.setValidateOnly(true)).errorCode()).isZero();
        assertThat(node.image().config(ORDERS)).isEmpty();
    }

    @Test
    void refusesLogLevels() {
        assertThat(ask(2, request(ConfigResource.Type.BROKER_LOGGER, "1", config("root", "DEBUG")))
                        .errorCode())
                .isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void refusesASettingWithoutAValueOrNamedTwice() {
        assertThat(ask(2, request(ConfigResource.Type.TOPIC, "orders", config("retention.ms", null)))
                        .errorCode())
                .isEqualTo(Errors.INVALID_REQUEST.code());
        assertThat(ask(
                                2,
                                request(
                                        ConfigResource.Type.TOPIC,
                                        "orders",
                                        config("retention.ms", "1"),
                                        config("retention.ms", "2")))
                        .errorCode())
                .isEqualTo(Errors.INVALID_REQUEST.code());
    }

    private AlterConfigsResourceResponse ask(int version, AlterConfigsRequestData request) {
        ConfigChanges changes = new ConfigChanges(node.broker(), LogLevels.NONE);
        List<AlterConfigsResourceResponse> results =
                node.ask(new AlterConfigsHandler(changes), version, request).responses();
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static AlterConfigsRequestData request(ConfigResource.Type type, String name, AlterableConfig... configs) {
        AlterConfigsResource resource =
                new AlterConfigsResource().setResourceType(type.id()).setResourceName(name);
        List.of(configs).forEach(resource.configs()::mustAdd);
        AlterConfigsRequestData request = new AlterConfigsRequestData();
        request.resources().mustAdd(resource);
        return request;
    }

    private static AlterableConfig config(String name, String value) {
        return new AlterableConfig().setName(name).setValue(value);
    }
}
