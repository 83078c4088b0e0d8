package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataEvent;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescribeConfigsHandlerTest {
    private final TestBroker node = TestBroker.start().withOrders(List.of(1));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void describesATopic(int version) {
        configure(io.ottla.actors.metadata.ConfigResource.topic("orders"), "retention.ms", "1234");

        DescribeConfigsResult result = only(ask(version, request(ConfigResource.Type.TOPIC, "orders")));

        assertThat(result.errorCode()).isZero();
        assertThat(result.errorMessage()).isNull();
        DescribeConfigsResourceResult retention = config(result, "retention.ms");
        assertThat(retention.value()).isEqualTo("1234");
        assertThat(retention.configSource()).isEqualTo(ConfigSource.TOPIC_CONFIG.id());
        assertThat(retention.synonyms()).isEmpty();
        assertThat(retention.documentation()).isNullOrEmpty();
        assertThat(config(result, "cleanup.policy").configSource()).isEqualTo(ConfigSource.DEFAULT_CONFIG.id());
    }

    @Test
    void addsSynonymsAndDocumentationOnRequest() {
        node.with("log.retention.hours", "3");
        configure(io.ottla.actors.metadata.ConfigResource.topic("orders"), "retention.ms", "1234");

        DescribeConfigsResourceResult retention = config(
                only(ask(
                        4,
                        request(ConfigResource.Type.TOPIC, "orders")
                                .setIncludeSynonyms(true)
                                .setIncludeDocumentation(true))),
                "retention.ms");

        assertThat(retention.configType()).isEqualTo(ConfigType.LONG.id());
        assertThat(retention.documentation()).isNotBlank();
        DescribeConfigsSynonym first = retention.synonyms().get(0);
        assertThat(first.name()).isEqualTo("retention.ms");
        assertThat(first.value()).isEqualTo("1234");
        assertThat(first.source()).isEqualTo(ConfigSource.TOPIC_CONFIG.id());
    }

    @Test
    void describesTheSettingsAskedFor() {
        DescribeConfigsRequestData request = request(ConfigResource.Type.TOPIC, "orders");
        request.resources().get(0).setConfigurationKeys(List.of("retention.ms", "no.such"));

        assertThat(only(ask(4, request)).configs())
                .extracting(DescribeConfigsResourceResult::name)
                .containsExactly("retention.ms");
    }

    @Test
    void describesAllSettingsForAnEmptyList() {
        DescribeConfigsRequestData request = request(ConfigResource.Type.TOPIC, "orders");
        request.resources().get(0).setConfigurationKeys(List.of());

        assertThat(only(ask(4, request)).configs()).hasSizeGreaterThan(20);
    }

    @Test
    void describesThisBroker() {
        node.with("num.network.threads", "7");

        DescribeConfigsResult result = only(ask(4, request(ConfigResource.Type.BROKER, "1")));

        assertThat(config(result, "num.network.threads").value()).isEqualTo("7");
        assertThat(config(result, "num.network.threads").configSource())
                .isEqualTo(ConfigSource.STATIC_BROKER_CONFIG.id());
    }

    @Test
    void describesTheDefaultsOfAllBrokers() {
        configure(
                new io.ottla.actors.metadata.ConfigResource(io.ottla.actors.metadata.ConfigResource.Type.BROKER, ""),
                "message.max.bytes",
                "2000000");

        DescribeConfigsResult result = only(ask(4, request(ConfigResource.Type.BROKER, "")));

        assertThat(result.configs())
                .extracting(DescribeConfigsResourceResult::name)
                .containsExactly("message.max.bytes");
        assertThat(result.configs().get(0).configSource()).isEqualTo(ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG.id());
    }

    @Test
    void describesLogLevels() {
        DescribeConfigsResult result = only(ask(4, request(ConfigResource.Type.BROKER_LOGGER, "1")));

        assertThat(config(result, "root").value()).isEqualTo("INFO");
        assertThat(config(result, "root").configSource()).isEqualTo(ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG.id());
    }

    @ParameterizedTest
    @CsvSource({"GROUP,billing,consumer.session.timeout.ms", "CLIENT_METRICS,latency,interval.ms"})
    void describesWhatExistsOnlyByItsSettings(ConfigResource.Type type, String name, String setting) {
        assertThat(config(only(ask(4, request(type, name))), setting).value()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "TOPIC,nowhere,UNKNOWN_TOPIC_OR_PARTITION,This server does not host this topic-partition.",
        "BROKER,2,INVALID_REQUEST,'Unexpected broker id, expected 1 or empty string, but received 2'",
        "BROKER,one,INVALID_REQUEST,'Broker id must be an integer, but it is: one'",
        "BROKER_LOGGER,2,INVALID_REQUEST,'Unexpected broker id, expected 1 but received 2'",
        "BROKER_LOGGER,'',INVALID_REQUEST,'Broker id must not be empty'",
        "GROUP,'',INVALID_REQUEST,'Group name must not be empty'",
        "CLIENT_METRICS,'',INVALID_REQUEST,'Client metrics subscription name must not be empty'",
        "UNKNOWN,x,INVALID_REQUEST,'Unexpected resource type for resource name x'"
    })
    void saysWhyItDoesNotDescribe(ConfigResource.Type type, String name, Errors error, String message) {
        DescribeConfigsResult result = only(ask(4, request(type, name)));

        assertThat(Errors.forCode(result.errorCode())).isEqualTo(error);
        assertThat(result.errorMessage()).isEqualTo(message);
        assertThat(result.configs()).isEmpty();
        assertThat(result.resourceType()).isEqualTo(type.id());
        assertThat(result.resourceName()).isEqualTo(name);
    }

    @Test
    void refusesATopicNameThatIsNotAllowed() {
        assertThat(only(ask(4, request(ConfigResource.Type.TOPIC, "no spaces"))).errorCode())
                .isEqualTo(Errors.INVALID_TOPIC_EXCEPTION.code());
    }

    @ParameterizedTest
    @CsvSource({
        "TOPIC,orders,TOPIC_AUTHORIZATION_FAILED",
        "GROUP,orders,GROUP_AUTHORIZATION_FAILED",
        "BROKER,1,CLUSTER_AUTHORIZATION_FAILED",
        "BROKER_LOGGER,1,CLUSTER_AUTHORIZATION_FAILED",
        "CLIENT_METRICS,x,CLUSTER_AUTHORIZATION_FAILED"
    })
    void refusesCallersWhoMayNotDescribeSettings(ConfigResource.Type type, String name, Errors error) {
        node.denying(Operation.DESCRIBE_CONFIGS, Resource.CLUSTER)
                .denying(Operation.DESCRIBE_CONFIGS, Resource.topic("orders"))
                .denying(Operation.DESCRIBE_CONFIGS, Resource.group("orders"));

        assertThat(Errors.forCode(only(ask(4, request(type, name))).errorCode()))
                .isEqualTo(error);
    }

    private void configure(io.ottla.actors.metadata.ConfigResource resource, String name, String value) {
        node.publish(new MetadataEvent.ConfigChanged(resource, name, Optional.of(value)));
    }

    private DescribeConfigsResponseData ask(int version, DescribeConfigsRequestData request) {
        return node.ask(new DescribeConfigsHandler(node.broker(), new TestLogLevels()), version, request);
    }

    private static DescribeConfigsRequestData request(ConfigResource.Type type, String name) {
        return new DescribeConfigsRequestData()
                .setResources(List.of(new DescribeConfigsResource()
                        .setResourceType(type.id())
                        .setResourceName(name)
                        .setConfigurationKeys(null)));
    }

    private static DescribeConfigsResourceResult config(DescribeConfigsResult result, String name) {
        return result.configs().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static DescribeConfigsResult only(DescribeConfigsResponseData answer) {
        assertThat(answer.results()).hasSize(1);
        return answer.results().get(0);
    }
}
