package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.controller.Controller.Changed;
import io.ottla.actors.controller.Controller.FeatureMove;
import io.ottla.actors.controller.Controller.FeatureUpdate;
import io.ottla.actors.metadata.Feature;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class FeatureDecisionsTest {
    private static final String TRANSACTIONS = "transaction.version";

    @Test
    void aNewClusterHasTheNewestLevels() {
        assertThat(Feature.TRANSACTION_VERSION.level(MetadataImage.EMPTY)).isEqualTo(2);
    }

    @Test
    void goesDownAndUpAgain() {
        MetadataImage down = apply(MetadataImage.EMPTY, update(TRANSACTIONS, 1, FeatureMove.SAFE_DOWNGRADE));
        assertThat(Feature.TRANSACTION_VERSION.level(down)).isEqualTo(1);

        MetadataImage up = apply(down, update(TRANSACTIONS, 2, FeatureMove.UPGRADE));

        assertThat(Feature.TRANSACTION_VERSION.level(up)).isEqualTo(2);
    }

    @Test
    void theLevelThatIsThereIsNoEvent() {
        assertThat(decide(update(TRANSACTIONS, 2, FeatureMove.UPGRADE)).events())
                .isEmpty();
    }

    @Test
    void refusesLevelsThatCannotBe() {
        assertThat(error(update(TRANSACTIONS, 3, FeatureMove.UPGRADE))).isEqualTo(Errors.INVALID_UPDATE_VERSION);
        assertThat(error(update(TRANSACTIONS, -1, FeatureMove.UNSAFE_DOWNGRADE)))
                .isEqualTo(Errors.INVALID_UPDATE_VERSION);
        assertThat(error(update(TRANSACTIONS, 1, FeatureMove.UPGRADE))).isEqualTo(Errors.INVALID_UPDATE_VERSION);
        assertThat(error(update("no.such.feature", 1, FeatureMove.UPGRADE))).isEqualTo(Errors.INVALID_UPDATE_VERSION);
    }

    @Test
    void setsAllOfARequestOrNothing() {
        Decision<Changed> decision = decide(
                update(TRANSACTIONS, 1, FeatureMove.SAFE_DOWNGRADE), update("no.such.feature", 1, FeatureMove.UPGRADE));

        assertThat(decision.events()).isEmpty();
        assertThat(decision.answer().message()).contains("no.such.feature");
    }

    private static FeatureUpdate update(String name, int level, FeatureMove move) {
        return new FeatureUpdate(name, level, move);
    }

    private static Decision<Changed> decide(FeatureUpdate... updates) {
        return FeatureDecisions.update(MetadataImage.EMPTY, List.of(updates));
    }

    private static Errors error(FeatureUpdate update) {
        return decide(update).answer().error();
    }

    private static MetadataImage apply(MetadataImage image, FeatureUpdate update) {
        return MetadataReplay.replay(
                image, FeatureDecisions.update(image, List.of(update)).events());
    }
}
