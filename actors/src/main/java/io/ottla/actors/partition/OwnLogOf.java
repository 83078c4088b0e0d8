package io.ottla.actors.partition;

import io.ottla.actors.partition.state.FollowerState;
import io.ottla.storage.EpochEndOffset;
import io.ottla.storage.LogView;

/** A log's view as the rules of following look at it. */
record OwnLogOf(LogView view) implements FollowerState.OwnLog {
    private static final int NO_EPOCH = -1;

    @Override
    public long startOffset() {
        return view.logStartOffset();
    }

    @Override
    public long endOffset() {
        return view.logEndOffset();
    }

    /** The epoch of the last record; this replica may have led in a later one without writing anything. */
    @Override
    public int lastEpoch() {
        return view.logEndOffset() == view.logStartOffset()
                ? NO_EPOCH
                : view.epochOf(view.logEndOffset() - 1).orElse(NO_EPOCH);
    }

    @Override
    public EpochEndOffset endOf(int epoch) {
        return view.endOffsetForEpoch(epoch);
    }

    FetchFrom fetchFrom() {
        return new FetchFrom(endOffset(), lastEpoch(), startOffset());
    }
}
