package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.metadata.Feature;
import io.ottla.actors.metadata.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;

/**
 * Tells clients which APIs, versions and features this node serves (KIP-35, KIP-584): computed from the handlers, so that
 * nothing is promised that is not there. Everybody may ask.
 */
final class ApiVersionsHandler implements ApiHandler<ApiVersionsRequestData, ApiVersionsResponseData> {
    private static final ApiVersionRange VERSIONS = ApiVersionRange.of(ApiKeys.API_VERSIONS, 0, 5);

    /** The first version in which a client says which node of which cluster it means to talk to (KIP-1242). */
    private static final short FIRST_WITH_DESTINATION = 5;

    private final Broker broker;
    private final List<ApiVersionRange> served;

    private ApiVersionsHandler(Broker broker, List<ApiVersionRange> served) {
        this.broker = broker;
        this.served = List.copyOf(served);
    }

    /** A handler that lists these APIs and itself. */
    static ApiVersionsHandler create(Broker broker, List<ApiVersionRange> others) {
        List<ApiVersionRange> served = new ArrayList<>(others);
        served.add(VERSIONS);
        return new ApiVersionsHandler(broker, served);
    }

    @Override
    public ApiVersionRange versions() {
        return VERSIONS;
    }

    @Override
    public void handle(RequestContext context, ApiVersionsRequestData request, Reply<ApiVersionsResponseData> reply) {
        reply.complete(answer(context.version(), request));
    }

    private ApiVersionsResponseData answer(short version, ApiVersionsRequestData request) {
        if (!new ApiVersionsRequest(request, version).isValid()) {
            return new ApiVersionsResponseData().setErrorCode(Errors.INVALID_REQUEST.code());
        }
        if (version >= FIRST_WITH_DESTINATION && isMisrouted(request)) {
            return new ApiVersionsResponseData().setErrorCode(Errors.REBOOTSTRAP_REQUIRED.code());
        }
        ApiVersionsResponseData response = new ApiVersionsResponseData();
        for (ApiVersionRange range : served) {
            response.apiKeys()
                    .add(new ApiVersion()
                            .setApiKey(range.api().id)
                            .setMinVersion(range.min())
                            .setMaxVersion(range.max()));
        }
        addFeatures(response);
        return response;
    }

    private boolean isMisrouted(ApiVersionsRequestData request) {
        return request.clusterId() != null
                && (!request.clusterId().equals(broker.clusterId()) || request.nodeId() != broker.nodeId());
    }

    private void addFeatures(ApiVersionsResponseData response) {
        MetadataImage image = broker.metadata().image();
        for (Feature feature : Feature.values()) {
            response.supportedFeatures()
                    .add(new SupportedFeatureKey()
                            .setName(feature.key())
                            .setMinVersion((short) feature.min())
                            .setMaxVersion((short) feature.max()));
            short level = (short) feature.level(image);
            response.finalizedFeatures()
                    .add(new FinalizedFeatureKey()
                            .setName(feature.key())
                            .setMinVersionLevel(level)
                            .setMaxVersionLevel(level));
        }
        response.setFinalizedFeaturesEpoch(image.sequenceNr());
    }
}
