package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.appendMany;
import static io.ottla.storage.Fixture.batch;
import static io.ottla.storage.Fixture.bytes;
import static io.ottla.storage.Fixture.newLog;
import static io.ottla.storage.Fixture.read;
import static io.ottla.storage.Fixture.slice;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

/** What a follower takes of what its leader sends. */
class FollowerLogTest {
    @Test
    void aFollowerCopiesWhatTheLeaderSendsAndLeavesAnUnfinishedBatchOut() {
        PartitionLog leader = newLog(LogConfig.DEFAULT);
        appendMany(leader, 10);
        ByteBuffer all = bytes(leader.view());
        PartitionLog follower = newLog(LogConfig.DEFAULT);

        ByteBuffer cut = all.duplicate().limit(all.limit() - 5);
        AppendResult.Appended first =
                (AppendResult.Appended) follower.appendAsFollower(MemoryRecords.readableRecords(cut.slice()), 1, NOW);
        LogSlice rest = slice(leader.view().read(9, 1_000, 10, true));
        ByteBuffer last = ByteBuffer.allocate(rest.length());
        rest.copyTo(last);
        follower.appendAsFollower(MemoryRecords.readableRecords(last.flip()), 1, NOW);

        assertThat(first.lastOffset()).isEqualTo(8);
        assertThat(bytes(follower.view())).isEqualTo(all);
        assertThat(follower.view().latestEpoch()).hasValue(1);
    }

    @Test
    void aFollowerRefusesWhatDoesNotContinueItsLog() {
        PartitionLog leader = newLog(LogConfig.DEFAULT);
        appendMany(leader, 3);
        PartitionLog follower = newLog(LogConfig.DEFAULT);
        follower.appendAsFollower(MemoryRecords.readableRecords(bytes(leader.view())), 1, NOW);

        AppendResult again = follower.appendAsFollower(MemoryRecords.readableRecords(bytes(leader.view())), 1, NOW);

        assertThat(((AppendResult.Rejected) again).reason()).isEqualTo(Rejection.UNEXPECTED_OFFSET);
        ByteBuffer damaged = bytes(leader.view());
        damaged.put(70, (byte) (damaged.get(70) ^ 1));
        AppendResult corrupt =
                newLog(LogConfig.DEFAULT).appendAsFollower(MemoryRecords.readableRecords(damaged), 1, NOW);
        assertThat(((AppendResult.Rejected) corrupt).reason()).isEqualTo(Rejection.CORRUPT_MESSAGE);
    }

    @Test
    void aFollowerTakesNothingOfALaterEpochThanItsLeaders() {
        PartitionLog leader = newLog(LogConfig.DEFAULT);
        appendMany(leader, 2);
        leader.appendAsLeader(batch("later"), AppendContext.client(3, NOW));
        PartitionLog follower = newLog(LogConfig.DEFAULT);

        follower.appendAsFollower(MemoryRecords.readableRecords(bytes(leader.view())), 1, NOW);

        assertThat(follower.view().logEndOffset()).isEqualTo(2);
    }

    @Test
    void aFollowerWhoseLeaderStartsWithinABatchTakesTheWholeBatch() {
        PartitionLog leader = newLog(LogConfig.DEFAULT);
        append(leader, batch("a", "b", "c"));
        PartitionLog follower = newLog(LogConfig.DEFAULT);
        follower.truncateFullyAndStartAt(2);

        follower.appendAsFollower(MemoryRecords.readableRecords(bytes(leader.view())), 1, NOW);

        assertThat(follower.view().logEndOffset()).isEqualTo(3);
        assertThat(read(follower.view(), 2)).containsExactly("2=c");
        follower.updateHighWatermark(3);
        assertThat(follower.advanceLogStart(2)).isTrue();
    }
}
