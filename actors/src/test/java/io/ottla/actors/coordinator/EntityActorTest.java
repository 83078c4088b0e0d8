package io.ottla.actors.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ottla.actors.group.state.CommittedOffset;
import io.ottla.actors.group.state.FetchedOffsets;
import io.ottla.actors.group.state.Group;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupLimits;
import io.ottla.actors.group.state.JoinProtocol;
import io.ottla.actors.group.state.JoinResult;
import io.ottla.actors.group.state.OffsetToCommit;
import io.ottla.actors.group.state.OffsetsAnswer;
import io.ottla.actors.group.state.SyncResult;
import io.ottla.actors.group.state.TestGroups;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class EntityActorTest {
    private static final String ID = "group";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final GroupLimits LIMITS = new GroupLimits(1, 1_000_000, 100, 1_000, 0, 100, 1_000);

    private final TestInbox<CoordinatorShard.Command> shard = TestInbox.create();
    private final BehaviorTestKit<EntityActor.Command> actor = BehaviorTestKit.create(EntityActor.create(
            shard.getRef(),
            new Group(ID, LIMITS, TestGroups.CONTEXT),
            () -> {},
            new Moments(Clock.systemUTC(), System::nanoTime)));

    @Test
    void answersACommitWhenItIsCommittedAndShowsItFromThenOn() {
        List<OffsetsAnswer> answers = new ArrayList<>();
        commit(5, answers);
        CoordinatorShard.Write write = nextWrite();
        assertThat(answers).isEmpty();
        assertThat(fetch(false).offsets()).isEmpty();

        actor.run(new EntityActor.Committed(write.writeId()));

        assertThat(answers).extracting(OffsetsAnswer::error).containsExactly(Errors.NONE);
        assertThat(fetch(false).offsets().get(ORDERS).offset()).isEqualTo(5);
    }

    @Test
    void letsCommitsOverlap() {
        List<OffsetsAnswer> answers = new ArrayList<>();
        commit(1, answers);
        commit(2, answers);
        CoordinatorShard.Write first = nextWrite();
        CoordinatorShard.Write second = nextWrite();

        actor.run(new EntityActor.Refused(first.writeId(), Errors.COORDINATOR_NOT_AVAILABLE));
        actor.run(new EntityActor.Committed(second.writeId()));

        assertThat(answers)
                .extracting(OffsetsAnswer::error)
                .containsExactly(Errors.COORDINATOR_NOT_AVAILABLE, Errors.NONE);
        assertThat(fetch(false).offsets().get(ORDERS).offset()).isEqualTo(2);
    }

    @Test
    void makesAStableFetchWaitForCommitsOnTheirWay() {
        commit(1, new ArrayList<>());
        CoordinatorShard.Write write = nextWrite();
        List<FetchedOffsets> fetched = new ArrayList<>();
        actor.run(execute(new GroupCommand.FetchOffsets(ID, Optional.empty(), true, fetched::add)));
        assertThat(fetched).isEmpty();

        actor.run(new EntityActor.Committed(write.writeId()));

        assertThat(fetched.get(0).offsets())
                .extractingByKey(ORDERS)
                .extracting(CommittedOffset::offset)
                .isEqualTo(1L);
    }

    @Test
    void deletesAGroupWithTheCommitsThatWereOnTheirWay() {
        commit(1, new ArrayList<>());
        CoordinatorShard.Write commit = nextWrite();
        List<Errors> deleted = new ArrayList<>();
        actor.run(execute(new GroupCommand.Delete(ID, deleted::add)));
        actor.run(new EntityActor.Committed(commit.writeId()));

        actor.run(new EntityActor.Committed(nextWrite().writeId()));

        assertThat(deleted).containsExactly(Errors.NONE);
        assertThat(fetch(true).offsets()).isEmpty();
        assertThat(shard.getAllReceived()).last().isInstanceOf(CoordinatorShard.Vacant.class);
    }

    @Test
    void decidesNothingWhileAssignmentsAreOnTheirWay() {
        String member = join();
        List<SyncResult> synced = new ArrayList<>();
        sync(member, synced);
        CoordinatorShard.Write write = nextWrite();
        List<Errors> heartbeats = new ArrayList<>();
        actor.run(execute(new GroupCommand.Heartbeat(ID, member, Optional.empty(), 1, heartbeats::add)));
        assertThat(heartbeats).isEmpty();

        actor.run(new EntityActor.Committed(write.writeId()));

        assertThat(synced).extracting(SyncResult::error).containsExactly(Errors.NONE);
        assertThat(heartbeats).containsExactly(Errors.NONE);
    }

    @Test
    void answersEverybodyWhenTheTermIsOver() {
        String member = join();
        List<SyncResult> synced = new ArrayList<>();
        sync(member, synced);
        List<Errors> heartbeats = new ArrayList<>();
        actor.run(execute(new GroupCommand.Heartbeat(ID, member, Optional.empty(), 1, heartbeats::add)));

        actor.run(new EntityActor.Resign(Errors.NOT_COORDINATOR));

        assertThat(synced).extracting(SyncResult::error).containsExactly(Errors.NOT_COORDINATOR);
        assertThat(heartbeats).containsExactly(Errors.NOT_COORDINATOR);
        assertThat(actor.isAlive()).isFalse();
    }

    @Test
    void holdsABoundedNumberOfCommandsBack() {
        String member = join();
        sync(member, new ArrayList<>());
        List<Errors> heartbeats = new ArrayList<>();

        for (int i = 0; i < 10_001; i++) {
            actor.run(execute(new GroupCommand.Heartbeat(ID, member, Optional.empty(), 1, heartbeats::add)));
        }

        assertThat(heartbeats).containsExactly(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    }

    @Test
    void saysWhenNothingIsLeftOfIt() {
        fetch(false);

        assertThat(shard.getAllReceived()).containsExactly(new CoordinatorShard.Vacant(ID, 1));
    }

    private void commit(long offset, List<OffsetsAnswer> answers) {
        OffsetToCommit commit = new OffsetToCommit(ORDERS, Uuid.ZERO_UUID, offset, -1, "", -1);
        actor.run(execute(new GroupCommand.CommitOffsets(
                ID, "", Optional.empty(), -1, Optional.empty(), List.of(commit), answers::add)));
    }

    private FetchedOffsets fetch(boolean stable) {
        List<FetchedOffsets> fetched = new ArrayList<>();
        actor.run(execute(new GroupCommand.FetchOffsets(ID, Optional.empty(), stable, fetched::add)));
        return fetched.get(0);
    }

    /** A member of generation 1. */
    private String join() {
        List<JoinResult> joined = new ArrayList<>();
        actor.run(execute(new GroupCommand.Join(
                ID,
                "",
                "member",
                Optional.empty(),
                "client",
                "/127.0.0.1",
                10_000,
                10_000,
                "consumer",
                List.of(new JoinProtocol("range", Bytes.wrap(new byte[0]))),
                false,
                false,
                "",
                joined::add)));
        return joined.get(0).memberId();
    }

    private void sync(String member, List<SyncResult> answers) {
        actor.run(execute(new GroupCommand.Sync(
                ID, member, Optional.empty(), 1, Optional.empty(), Optional.empty(), Map.of(), answers::add)));
    }

    private CoordinatorShard.Write nextWrite() {
        while (true) {
            CoordinatorShard.Command received = shard.receiveMessage();
            if (received instanceof CoordinatorShard.Write write) {
                return write;
            }
        }
    }

    private static EntityActor.Execute execute(GroupCommand command) {
        return new EntityActor.Execute(command);
    }
}
