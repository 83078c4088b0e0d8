package io.ottla.actors.controller.state;

import io.ottla.actors.controller.state.SelfHealing.Brokers;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the controller does by itself as time passes. It remembers how long brokers have been gone and when it last looked;
 * everything else it reads from the metadata, so a new controller goes on where the last one ended.
 */
final class Upkeep {
    private final UpkeepSettings settings;
    private final PartitionRules defaults;
    private final SelfHealing healing;
    private final LeaderBalance balance;
    private final AbsenceBook absences = new AbsenceBook();
    private Optional<Look> lastHealing = Optional.empty();
    private Optional<Long> lastBalanceMs = Optional.empty();

    /** What healing was decided on: the same once more gives nothing new. */
    private record Look(long sequenceNr, Brokers brokers) {}

    Upkeep(UpkeepSettings settings, PartitionRules defaults) {
        this.settings = settings;
        this.defaults = defaults;
        healing = new SelfHealing(defaults);
        balance = new LeaderBalance(defaults);
    }

    /**
     * What is to be done now.
     *
     * @param nowMs a clock that never goes back
     */
    List<MetadataEvent> tend(MetadataImage image, long nowMs) {
        absences.observe(image, nowMs);
        List<MetadataEvent> events = new ArrayList<>(heal(image));
        if (settings.balanceLeaders() && isTimeToBalance(nowMs)) {
            events.addAll(balance.round(MetadataReplay.replay(image, events)));
        }
        return events;
    }

    private List<MetadataEvent> heal(MetadataImage image) {
        long afterMs = settings.healAfterMs(image);
        boolean healsLost = afterMs > 0 && !AbsenceBook.isHalfGone(image);
        Brokers brokers = new Brokers(
                healsLost ? absences.goneFor(afterMs) : Set.of(), healsLost ? absences.backFor(afterMs) : Set.of());
        Look look = new Look(image.sequenceNr(), brokers);
        if (lastHealing.equals(Optional.of(look))) {
            return List.of();
        }
        lastHealing = Optional.of(look);
        List<MetadataEvent> events = new ArrayList<>(settleEligible(image));
        events.addAll(healing.plan(MetadataReplay.replay(image, events), brokers));
        return events;
    }

    /**
     * While a partition has eligible replicas its high watermark stands. If so few need to be in sync now that it could
     * go on (another node is the controller, with another default), they are forgotten.
     */
    private List<MetadataEvent> settleEligible(MetadataImage image) {
        return new PartitionSweep(image, defaults)
                .every(partition -> partition.hasLeader() && !partition.elr().isEmpty(), draft -> draft);
    }

    private boolean isTimeToBalance(long nowMs) {
        if (lastBalanceMs.isEmpty()) {
            lastBalanceMs = Optional.of(nowMs);
            return false;
        }
        boolean due = nowMs - lastBalanceMs.get() >= settings.balanceEveryMs();
        if (due) {
            lastBalanceMs = Optional.of(nowMs);
        }
        return due;
    }
}
