package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.controller.Controller.FeatureMove;
import io.ottla.actors.controller.Controller.FeatureUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.message.UpdateFeaturesResponseData.UpdatableFeatureResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** UpdateFeatures (KIP-584, KIP-778): all levels of a request are set, or none. */
final class UpdateFeaturesHandler implements ApiHandler<UpdateFeaturesRequestData, UpdateFeaturesResponseData> {
    /** From this version on there is but one answer for all features. */
    private static final short ONE_ANSWER_SINCE = 2;

    private final Broker broker;

    UpdateFeaturesHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.UPDATE_FEATURES, 0, 2);
    }

    @Override
    public void handle(
            RequestContext context, UpdateFeaturesRequestData request, Reply<UpdateFeaturesResponseData> reply) {
        Answers answers = new Answers(request, context.version());
        if (!broker.authorizer().allows(context.caller(), Operation.ALTER, Resource.CLUSTER)) {
            reply.complete(answers.refused(Errors.CLUSTER_AUTHORIZATION_FAILED));
            return;
        }
        List<FeatureUpdate> updates = new ArrayList<>();
        for (FeatureUpdateKey key : request.featureUpdates()) {
            Optional<FeatureMove> move = move(context.version(), key);
            if (move.isEmpty()) {
                reply.complete(answers.refused(Errors.INVALID_UPDATE_VERSION));
                return;
            }
            updates.add(new FeatureUpdate(key.feature(), key.maxVersionLevel(), move.get()));
        }
        LaterReply.send(
                ApiKeys.UPDATE_FEATURES,
                broker.controller().updateFeatures(updates, request.validateOnly(), Deadlines.of(request.timeoutMs())),
                changed -> answers.of(changed.error(), changed.message()),
                answers::refused,
                reply);
    }

    private static Optional<FeatureMove> move(short version, FeatureUpdateKey key) {
        if (version == 0) {
            return Optional.of(key.allowDowngrade() ? FeatureMove.SAFE_DOWNGRADE : FeatureMove.UPGRADE);
        }
        return switch (UpgradeType.fromCode(key.upgradeType())) {
            case UPGRADE -> Optional.of(FeatureMove.UPGRADE);
            case SAFE_DOWNGRADE -> Optional.of(FeatureMove.SAFE_DOWNGRADE);
            case UNSAFE_DOWNGRADE -> Optional.of(FeatureMove.UNSAFE_DOWNGRADE);
            case UNKNOWN -> Optional.empty();
        };
    }

    /** The answers to one request. */
    private record Answers(UpdateFeaturesRequestData request, short version) {
        /** What the controller decided, for each feature where the version asks for that. */
        UpdateFeaturesResponseData of(Errors error, String message) {
            UpdateFeaturesResponseData response = new UpdateFeaturesResponseData();
            if (version >= ONE_ANSWER_SINCE) {
                return response.setErrorCode(error.code()).setErrorMessage(Words.of(error, message));
            }
            response.setErrorMessage(null);
            for (FeatureUpdateKey key : request.featureUpdates()) {
                response.results()
                        .mustAdd(new UpdatableFeatureResult()
                                .setFeature(key.feature())
                                .setErrorCode(error.code())
                                .setErrorMessage(Words.of(error, message)));
            }
            return response;
        }

        UpdateFeaturesResponseData refused(Errors error) {
            return new UpdateFeaturesResponseData().setErrorCode(error.code()).setErrorMessage(error.message());
        }
    }
}
