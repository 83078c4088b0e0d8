package io.ottla.actors.group;

import io.ottla.actors.coordinator.EntityJournal;
import io.ottla.actors.group.state.Group;
import io.ottla.actors.group.state.GroupPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the turning points in a group's life to the log. */
final class GroupJournal implements EntityJournal {
    private static final Logger LOG = LoggerFactory.getLogger(GroupJournal.class);

    private final Group group;
    private GroupPhase phase;
    private int generationId;

    GroupJournal(Group group) {
        this.group = group;
        this.phase = group.phase();
        this.generationId = group.generationId();
    }

    @Override
    public void noteChanges() {
        if (group.phase() == phase && group.generationId() == generationId) {
            return;
        }
        phase = group.phase();
        generationId = group.generationId();
        if (phase == GroupPhase.PREPARING_REBALANCE) {
            LOG.info(
                    "rebalancing: group={} generation={} members={} reason=\"{}\"",
                    group.id(),
                    generationId,
                    group.size(),
                    group.rebalanceReason());
        } else {
            LOG.info(
                    "group={} generation={} state={} members={}",
                    group.id(),
                    generationId,
                    phase.label(),
                    group.size());
        }
    }
}
