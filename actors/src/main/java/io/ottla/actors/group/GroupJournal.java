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
    private String state;
    private int epoch;

    GroupJournal(Group group) {
        this.group = group;
        this.state = group.state();
        this.epoch = group.generationId();
    }

    @Override
    public void noteChanges() {
        String now = group.state();
        if (now.equals(state) && group.generationId() == epoch) {
            return;
        }
        state = now;
        epoch = group.generationId();
        if (state.equals(GroupPhase.PREPARING_REBALANCE.label())) {
            LOG.info(
                    "rebalancing: group={} generation={} members={} reason=\"{}\"",
                    group.id(),
                    epoch,
                    group.size(),
                    group.rebalanceReason());
        } else {
            LOG.info("group={} generation={} state={} members={}", group.id(), epoch, state, group.size());
        }
    }
}
