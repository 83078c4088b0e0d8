package io.ottla.protocol.api;

import io.ottla.actors.Reply;
import io.ottla.protocol.api.ConfigAsked.Change;
import java.util.List;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** IncrementalAlterConfigs (KIP-339): sets, removes, appends and subtracts single settings; log levels too (KIP-412). */
final class IncrementalAlterConfigsHandler
        implements ApiHandler<IncrementalAlterConfigsRequestData, IncrementalAlterConfigsResponseData> {
    private final ConfigChanges changes;

    IncrementalAlterConfigsHandler(ConfigChanges changes) {
        this.changes = changes;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.INCREMENTAL_ALTER_CONFIGS, 0, 1);
    }

    @Override
    public void handle(
            RequestContext context,
            IncrementalAlterConfigsRequestData request,
            Reply<IncrementalAlterConfigsResponseData> reply) {
        List<ConfigAsked> asked = request.resources().stream()
                .map(IncrementalAlterConfigsHandler::asked)
                .toList();
        LaterReply.send(
                ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                changes.change(context.caller(), asked, request.validateOnly()),
                IncrementalAlterConfigsHandler::response,
                error -> response(ConfigOutcome.all(asked, error)),
                reply);
    }

    private static ConfigAsked asked(AlterConfigsResource resource) {
        return new ConfigAsked(
                resource.resourceType(),
                resource.resourceName(),
                resource.configs().stream()
                        .map(config -> new Change(config.name(), config.configOperation(), config.value()))
                        .toList());
    }

    private static IncrementalAlterConfigsResponseData response(List<ConfigOutcome> outcomes) {
        return new IncrementalAlterConfigsResponseData()
                .setResponses(outcomes.stream()
                        .map(IncrementalAlterConfigsHandler::result)
                        .toList());
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
