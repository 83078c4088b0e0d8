package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.actors.metadata.Feature;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ApiVersionsHandlerTest {
    private final TestBroker node = TestBroker.start();
    private final ApiHandlers handlers = ApiHandlers.advertised(node.broker(), DataHandlers.create(node.broker()));
    private final ApiVersionsHandler handler =
            (ApiVersionsHandler) handlers.find(ApiKeys.API_VERSIONS).orElseThrow();

    @Test
    void listsEveryHandlerAndItselfInEveryVersion() {
        IntStream.rangeClosed(0, 5).forEach(version -> {
            ApiVersionsResponseData response = node.ask(handler, version, named());
            assertThat(response.errorCode()).isZero();
            assertThat(response.apiKeys()).hasSameSizeAs(handlers.all());
            handlers.all()
                    .forEach(listed -> assertThat(
                                    response.apiKeys().find(listed.versions().api().id))
                            .isEqualTo(entry(listed.versions())));
        });
    }

    @Test
    void listsProduceFromZeroAndInitProducerIdWithoutItsUnstableVersion() {
        ApiVersionsResponseData response = node.ask(handler, 4, named());

        assertThat(response.apiKeys().find(ApiKeys.PRODUCE.id).minVersion()).isZero();
        assertThat(response.apiKeys().find(ApiKeys.PRODUCE.id).maxVersion()).isEqualTo((short) 13);
        assertThat(response.apiKeys().find(ApiKeys.INIT_PRODUCER_ID.id).maxVersion())
                .isEqualTo((short) 5);
    }

    @Test
    void tellsWhichKafkaTheClusterIsLike() {
        ApiVersionsResponseData response = node.ask(handler, 4, named());

        assertThat(response.finalizedFeatures().find("metadata.version").maxVersionLevel())
                .isEqualTo((short) 33);
        assertThat(response.finalizedFeatures().find("transaction.version").maxVersionLevel())
                .isEqualTo((short) 2);
        assertThat(response.finalizedFeatures().find("group.version").maxVersionLevel())
                .isEqualTo((short) 1);
        assertThat(response.finalizedFeatures()).hasSize(Feature.values().length);
        assertThat(response.finalizedFeaturesEpoch()).isEqualTo(node.image().sequenceNr());
    }

    @Test
    void refusesAClientWithoutAProperName() {
        assertThat(error(4, new ApiVersionsRequestData())).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(4, named().setClientSoftwareName("--"))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(2, new ApiVersionsRequestData())).isEqualTo(Errors.NONE);
    }

    @Test
    void sendsAwayWhoMeansAnotherNodeOrCluster() {
        assertThat(error(5, named().setClusterId("cluster-id").setNodeId(1))).isEqualTo(Errors.NONE);
        assertThat(error(5, named().setClusterId("cluster-id").setNodeId(2))).isEqualTo(Errors.REBOOTSTRAP_REQUIRED);
        assertThat(error(5, named().setClusterId("another").setNodeId(1))).isEqualTo(Errors.REBOOTSTRAP_REQUIRED);
    }

    @Test
    void isNeverServedTwice() {
        assertThatThrownBy(() -> ApiHandlers.of(List.of(handler, handler)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("API_VERSIONS has two handlers");
    }

    private Errors error(int version, ApiVersionsRequestData request) {
        return Errors.forCode(node.ask(handler, version, request).errorCode());
    }

    private static ApiVersionsRequestData named() {
        return new ApiVersionsRequestData().setClientSoftwareName("test").setClientSoftwareVersion("1.0");
    }

    private static ApiVersion entry(ApiVersionRange range) {
        ApiVersion entry = new ApiVersion()
                .setApiKey(range.api().id)
                .setMinVersion(range.min())
                .setMaxVersion(range.max());
        entry.setPrev(org.apache.kafka.common.utils.internals.ImplicitLinkedHashCollection.INVALID_INDEX);
        return entry;
    }
}
