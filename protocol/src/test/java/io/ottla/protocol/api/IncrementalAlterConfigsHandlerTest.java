package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResourceCollection;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalAlterConfigsHandlerTest {
    private final TestBroker node = TestBroker.start().withOrders(List.of(1));
    private final TestLogLevels levels = new TestLogLevels();

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void setsAndRemovesSettings(int version) {
        AlterConfigsResourceResponse set =
                only(ask(version, request(topic("orders", change("retention.ms", OpType.SET, "1234")))));

        assertThat(set.errorCode()).isZero();
        assertThat(set.errorMessage()).isNull();
        assertThat(set.resourceType()).isEqualTo(ConfigResource.Type.TOPIC.id());
        assertThat(set.resourceName()).isEqualTo("orders");
        assertThat(settings("orders")).isEqualTo(Map.of("retention.ms", "1234"));

        ask(version, request(topic("orders", change("retention.ms", OpType.DELETE, ""))));
        assertThat(settings("orders")).isEmpty();
    }

    @Test
    void appendsAndSubtracts() {
        ask(1, request(topic("orders", change("cleanup.policy", OpType.APPEND, "compact"))));
        assertThat(settings("orders")).containsEntry("cleanup.policy", "delete,compact");

        ask(1, request(topic("orders", change("cleanup.policy", OpType.SUBTRACT, "delete"))));
        assertThat(settings("orders")).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void onlyValidatesWhenAskedTo() {
        IncrementalAlterConfigsRequestData request = request(
                        topic("orders", change("retention.ms", OpType.SET, "1234")),
                        loggers("1", change("root", OpType.SET, "DEBUG")))
                .setValidateOnly(true);

        assertThat(errors(ask(1, request))).containsOnly(Errors.NONE).hasSize(2);
        assertThat(settings("orders")).isEmpty();
        assertThat(levels.levels()).containsEntry("root", "INFO");
    }

    @Test
    void decidesEachResourceForItself() {
        IncrementalAlterConfigsResponseData answer = ask(
                1,
                request(
                        topic("orders", change("retention.ms", OpType.SET, "1234")),
                        topic("nowhere", change("retention.ms", OpType.SET, "1234")),
                        resource(ConfigResource.Type.BROKER, "1", change("no.such.setting", OpType.SET, "1"))));

        assertThat(errors(answer))
                .containsExactlyInAnyOrder(Errors.NONE, Errors.UNKNOWN_TOPIC_OR_PARTITION, Errors.INVALID_CONFIG);
    }

    @Test
    void changesLogLevelsOfThisNode() {
        assertThat(errors(ask(1, request(loggers("1", change("root", OpType.SET, "DEBUG"))))))
                .containsExactly(Errors.NONE);
        assertThat(levels.levels()).containsEntry("root", "DEBUG");

        ask(1, request(loggers("1", change("io.ottla", OpType.SET, "TRACE"))));
        ask(1, request(loggers("1", change("io.ottla", OpType.DELETE, ""))));
        assertThat(levels.levels()).containsEntry("io.ottla", "DEBUG");
    }

    @Test
    void keepsSettingsOfBrokersAndGroups() {
        IncrementalAlterConfigsResponseData answer = ask(
                1,
                request(
                        resource(ConfigResource.Type.BROKER, "1", change("message.max.bytes", OpType.SET, "2000000")),
                        resource(ConfigResource.Type.BROKER, "", change("message.max.bytes", OpType.SET, "3000000")),
                        resource(
                                ConfigResource.Type.GROUP,
                                "billing",
                                change("consumer.session.timeout.ms", OpType.SET, "46000")),
                        resource(
                                ConfigResource.Type.CLIENT_METRICS,
                                "latency",
                                change("interval.ms", OpType.SET, "1000"))));

        assertThat(answer.responses())
                .allSatisfy(result ->
                        assertThat(result.errorCode()).as(result.toString()).isZero());
        assertThat(node.image().configs()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "TOPIC,orders,retention.ms,0,soon,INVALID_CONFIG",
        "TOPIC,orders,no.such,0,1,INVALID_CONFIG",
        "TOPIC,orders,retention.ms,2,1,INVALID_CONFIG",
        "TOPIC,orders,retention.ms,0,,INVALID_REQUEST",
        "TOPIC,orders,retention.ms,9,1,INVALID_REQUEST",
        "TOPIC,'no spaces',retention.ms,0,1,INVALID_TOPIC_EXCEPTION",
        "BROKER,2,message.max.bytes,0,1000,INVALID_REQUEST",
        "BROKER,1,node.id,0,2,INVALID_REQUEST",
        "BROKER_LOGGER,1,nobody,0,DEBUG,INVALID_CONFIG",
        "BROKER_LOGGER,1,root,1,,INVALID_REQUEST",
        "BROKER_LOGGER,1,root,7,,INVALID_REQUEST",
        "UNKNOWN,x,y,0,z,INVALID_REQUEST"
    })
    void refusesWhatMakesNoSense(
            ConfigResource.Type type, String name, String setting, byte operation, String value, Errors error) {
        AlterableConfig change = new AlterableConfig()
                .setName(setting)
                .setConfigOperation(operation)
                .setValue(value);

        assertThat(errors(ask(1, request(resource(type, name, change))))).containsExactly(error);
        assertThat(node.image().configs()).isEmpty();
    }

    @Test
    void refusesAResourceOrASettingThatIsNamedTwice() {
        assertThat(errors(ask(
                        1,
                        request(
                                topic("orders", change("retention.ms", OpType.SET, "1")),
                                topic("orders", change("segment.ms", OpType.SET, "1"))))))
                .containsExactly(Errors.INVALID_REQUEST);
        assertThat(errors(ask(
                        1,
                        request(topic(
                                "orders",
                                change("retention.ms", OpType.SET, "1"),
                                change("retention.ms", OpType.DELETE, null))))))
                .containsExactly(Errors.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "TOPIC,orders,TOPIC_AUTHORIZATION_FAILED",
        "GROUP,orders,GROUP_AUTHORIZATION_FAILED",
        "BROKER,1,CLUSTER_AUTHORIZATION_FAILED",
        "BROKER_LOGGER,1,CLUSTER_AUTHORIZATION_FAILED"
    })
    void refusesCallersWhoMayNotAlterSettings(ConfigResource.Type type, String name, Errors error) {
        node.denying(Operation.ALTER_CONFIGS, Resource.CLUSTER)
                .denying(Operation.ALTER_CONFIGS, Resource.topic("orders"))
                .denying(Operation.ALTER_CONFIGS, Resource.group("orders"));

        assertThat(errors(ask(1, request(resource(type, name, change("root", OpType.SET, "DEBUG"))))))
                .containsExactly(error);
    }

    private Map<String, String> settings(String topic) {
        return node.image().config(io.ottla.actors.metadata.ConfigResource.topic(topic));
    }

    private IncrementalAlterConfigsResponseData ask(int version, IncrementalAlterConfigsRequestData request) {
        ConfigChanges changes = new ConfigChanges(node.broker(), levels);
        return node.ask(new IncrementalAlterConfigsHandler(changes), version, request);
    }

    private static IncrementalAlterConfigsRequestData request(AlterConfigsResource... resources) {
        return new IncrementalAlterConfigsRequestData()
                .setResources(new AlterConfigsResourceCollection(
                        Arrays.asList(resources).iterator()));
    }

    private static AlterConfigsResource topic(String name, AlterableConfig... changes) {
        return resource(ConfigResource.Type.TOPIC, name, changes);
    }

    private static AlterConfigsResource loggers(String node, AlterableConfig... changes) {
        return resource(ConfigResource.Type.BROKER_LOGGER, node, changes);
    }

    private static AlterConfigsResource resource(ConfigResource.Type type, String name, AlterableConfig... changes) {
        AlterConfigsResource resource =
                new AlterConfigsResource().setResourceType(type.id()).setResourceName(name);
        Arrays.asList(changes).forEach(resource.configs()::mustAdd);
        return resource;
    }

    private static AlterableConfig change(String name, OpType operation, String value) {
        return new AlterableConfig()
                .setName(name)
                .setConfigOperation(operation.id())
                .setValue(value);
    }

    private static List<Errors> errors(IncrementalAlterConfigsResponseData answer) {
        return answer.responses().stream()
                .map(result -> Errors.forCode(result.errorCode()))
                .toList();
    }

    private static AlterConfigsResourceResponse only(IncrementalAlterConfigsResponseData answer) {
        assertThat(answer.responses()).hasSize(1);
        return answer.responses().get(0);
    }
}
