package io.ottla.protocol.api;

import io.ottla.actors.Reply;
import io.ottla.protocol.api.ConfigAsked.Change;
import java.util.List;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** AlterConfigs: gives resources these settings and no others. The way of clients older than IncrementalAlterConfigs. */
final class AlterConfigsHandler implements ApiHandler<AlterConfigsRequestData, AlterConfigsResponseData> {
    private static final byte SET = 0;

    private final ConfigChanges changes;

    AlterConfigsHandler(ConfigChanges changes) {
        this.changes = changes;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.ALTER_CONFIGS, 0, 2);
    }

    @Override
    public void handle(RequestContext context, AlterConfigsRequestData request, Reply<AlterConfigsResponseData> reply) {
        List<ConfigAsked> asked =
                request.resources().stream().map(AlterConfigsHandler::asked).toList();
        LaterReply.send(
                ApiKeys.ALTER_CONFIGS,
                changes.replace(context.caller(), asked, request.validateOnly()),
                AlterConfigsHandler::response,
                error -> response(ConfigOutcome.all(asked, error)),
                reply);
    }

    private static ConfigAsked asked(AlterConfigsResource resource) {
        return new ConfigAsked(
                resource.resourceType(),
                resource.resourceName(),
                resource.configs().stream()
                        .map(config -> new Change(config.name(), SET, config.value()))
                        .toList());
    }

    private static AlterConfigsResponseData response(List<ConfigOutcome> outcomes) {
        return new AlterConfigsResponseData()
                .setResponses(outcomes.stream().map(AlterConfigsHandler::result).toList());
    }

    private static AlterConfigsResourceResponse result(ConfigOutcome outcome) {
        Errors error = outcome.error();
        return new AlterConfigsResourceResponse()
                .setResourceType(outcome.asked().typeId())
                .setResourceName(outcome.asked().name())
                .setErrorCode(error.code())
                .setErrorMessage(Words.of(error, outcome.message()));
    }
}
