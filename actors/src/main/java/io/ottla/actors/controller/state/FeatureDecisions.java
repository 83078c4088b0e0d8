package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.Changed;
import io.ottla.actors.controller.Controller.FeatureMove;
import io.ottla.actors.controller.Controller.FeatureUpdate;
import io.ottla.actors.metadata.Feature;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** Decides about the levels of features (KIP-584): all of a request, or none. */
final class FeatureDecisions {
    private FeatureDecisions() {}

    /** Sets levels, or says which of them cannot be. A level that is there already is no event. */
    static Decision<Changed> update(MetadataImage image, List<FeatureUpdate> updates) {
        List<MetadataEvent> events = new ArrayList<>();
        try {
            for (FeatureUpdate update : updates) {
                Feature feature = Feature.find(update.name())
                        .orElseThrow(() -> refusal(update, "The controller does not support this feature."));
                check(update, feature, feature.level(image));
                if (update.level() != feature.level(image)) {
                    events.add(new MetadataEvent.FeatureChanged(feature.key(), update.level()));
                }
            }
        } catch (Refusal refusal) {
            return new Decision<>(List.of(), new Changed(refusal.error(), refusal.words(), 0));
        }
        return new Decision<>(events, new Changed(Errors.NONE, "", 0));
    }

    private static void check(FeatureUpdate update, Feature feature, int level) {
        if (update.level() < 0) {
            throw refusal(update, "A feature version cannot be less than 0.");
        }
        if (update.level() < feature.min() || update.level() > feature.max()) {
            throw refusal(update, "The supported versions are " + feature.min() + " to " + feature.max() + ".");
        }
        if (update.level() < level && update.move() == FeatureMove.UPGRADE) {
            throw refusal(
                    update,
                    "Can't downgrade the version of this feature without setting the upgrade type to either safe or"
                            + " unsafe downgrade.");
        }
        if (update.level() > level && update.move() != FeatureMove.UPGRADE) {
            throw refusal(update, "Can't downgrade to a newer version.");
        }
    }

    private static Refusal refusal(FeatureUpdate update, String why) {
        return new Refusal(
                Errors.INVALID_UPDATE_VERSION,
                "Invalid update version " + update.level() + " for feature " + update.name() + ". " + why);
    }
}
