package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Answer;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.ConsumerContext;
import io.ottla.actors.group.state.consumer.ConsumerSettings;
import io.ottla.actors.group.state.consumer.HeartbeatAnswer;
import io.ottla.actors.group.state.consumer.HeartbeatAsk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/** A group with a log that commits at once, a clock that tests turn, and short ways to say what members say. */
final class TestGroup {
    static final String ID = "group";
    static final int SESSION_MS = 10_000;
    static final int REBALANCE_MS = 60_000;
    static final GroupLimits LIMITS =
            new GroupLimits(6_000, 1_800_000, Integer.MAX_VALUE, 1_000_000, 0, 4_096, 7 * 86_400_000L);

    final List<CoordinatorRecord> log = new ArrayList<>();
    TestTopics topics = TestTopics.EMPTY.with("orders", 4);
    ConsumerSettings settings = TestGroups.SETTINGS;
    private final ConsumerContext context = new ConsumerContext(() -> settings, () -> topics, TestGroups.NO_LOAD);
    final GroupLimits limits;
    Group group;
    long nowMs = 1_000_000;

    /** What the log answers to the next write, NONE for a commit. */
    Errors logAnswers = Errors.NONE;

    private int idsGiven;

    TestGroup() {
        this(LIMITS);
    }

    TestGroup(GroupLimits limits) {
        this.limits = limits;
        this.group = new Group(ID, limits, context);
        group.start(now());
    }

    Moment now() {
        return new Moment(1_700_000_000_000L + nowMs, nowMs);
    }

    void tell(GroupCommand command) {
        carryOut(group.decide(command, now()));
    }

    /** Lets time pass, stopping wherever the group wants to be woken. */
    void pass(long ms) {
        long until = nowMs + ms;
        while (group.nextDeadlineMs() <= until) {
            nowMs = Math.max(nowMs, group.nextDeadlineMs());
            carryOut(group.onTime(now()));
        }
        nowMs = until;
    }

    private void carryOut(Outcome outcome) {
        if (outcome.writes() && logAnswers != Errors.NONE) {
            outcome.answers().forEach(answer -> answer.refuse(logAnswers));
            carryOut(group.onRefused(outcome, now()));
            return;
        }
        log.addAll(outcome.records());
        outcome.records().forEach(group::replay);
        outcome.answers().forEach(Answer::give);
    }

    /** Another coordinator takes over: all it has is the log. */
    void failOver() {
        group.abandon(Errors.NOT_COORDINATOR).forEach(Answer::give);
        group = replayed();
        group.start(now());
    }

    Group replayed() {
        Group other = new Group(ID, limits, context);
        log.forEach(other::replay);
        return other;
    }

    Asked<JoinResult> join(String memberId) {
        return join(memberId, Optional.empty(), "consumer", List.of(subscribed("range", "orders")));
    }

    Asked<JoinResult> join(
            String memberId, Optional<String> instance, String protocolType, List<JoinProtocol> protocols) {
        Asked<JoinResult> asked = new Asked<>();
        tell(joining(memberId, instance, protocolType, protocols, SESSION_MS, true, asked));
        return asked;
    }

    Asked<JoinResult> joinStatic(String instance, String memberId) {
        return join(memberId, Optional.of(instance), "consumer", List.of(subscribed("range", "orders")));
    }

    GroupCommand.Join joining(
            String memberId,
            Optional<String> instance,
            String protocolType,
            List<JoinProtocol> protocols,
            int sessionMs,
            boolean newClient,
            Asked<JoinResult> asked) {
        return new GroupCommand.Join(
                ID,
                memberId,
                instance.orElse("client") + "-" + ++idsGiven,
                instance,
                "client",
                "/127.0.0.1",
                sessionMs,
                REBALANCE_MS,
                protocolType,
                protocols,
                newClient,
                newClient,
                "",
                asked);
    }

    /** A new dynamic member's two joins; returns its id and the answer to the second. */
    Newcomer newcomer() {
        Asked<JoinResult> first = join("");
        String id = first.get().memberId();
        return new Newcomer(id, join(id));
    }

    record Newcomer(String id, Asked<JoinResult> joined) {}

    Asked<SyncResult> sync(String memberId, int generation, Map<String, String> assignments) {
        return sync(memberId, Optional.empty(), generation, assignments);
    }

    Asked<SyncResult> sync(
            String memberId, Optional<String> instance, int generation, Map<String, String> assignments) {
        Map<String, Bytes> bytes = new LinkedHashMap<>();
        assignments.forEach((member, assignment) -> bytes.put(member, bytes(assignment)));
        Asked<SyncResult> asked = new Asked<>();
        tell(new GroupCommand.Sync(
                ID, memberId, instance, generation, Optional.empty(), Optional.empty(), bytes, asked));
        return asked;
    }

    /** One member that leads generation 1, with assignment "all". */
    String stableWithOneMember() {
        Newcomer member = newcomer();
        assertStored(sync(member.id(), 1, Map.of(member.id(), "all")));
        return member.id();
    }

    private static void assertStored(Asked<SyncResult> sync) {
        if (sync.get().error() != Errors.NONE) {
            throw new AssertionError(sync.get());
        }
    }

    Errors heartbeat(String memberId, int generation) {
        Asked<Errors> asked = new Asked<>();
        tell(new GroupCommand.Heartbeat(ID, memberId, Optional.empty(), generation, asked));
        return asked.get();
    }

    Asked<LeaveResult> leave(String... memberIds) {
        Asked<LeaveResult> asked = new Asked<>();
        List<LeavingMember> leaving = List.of(memberIds).stream()
                .map(id -> new LeavingMember(id, Optional.empty(), "test"))
                .toList();
        tell(new GroupCommand.Leave(ID, leaving, asked));
        return asked;
    }

    Asked<OffsetsAnswer> commit(String memberId, int generation, OffsetToCommit... offsets) {
        Asked<OffsetsAnswer> asked = new Asked<>();
        tell(new GroupCommand.CommitOffsets(
                ID, memberId, Optional.empty(), generation, Optional.empty(), List.of(offsets), asked));
        return asked;
    }

    Map<TopicPartition, CommittedOffset> offsets() {
        Asked<FetchedOffsets> asked = new Asked<>();
        tell(new GroupCommand.FetchOffsets(ID, Optional.empty(), true, asked));
        return asked.get().offsets();
    }

    GroupDescription describe() {
        Asked<GroupDescription> asked = new Asked<>();
        tell(new GroupCommand.Describe(ID, asked));
        return asked.get();
    }

    Errors delete() {
        Asked<Errors> asked = new Asked<>();
        tell(new GroupCommand.Delete(ID, asked));
        return asked.get();
    }

    HeartbeatAnswer beat(HeartbeatAsk ask) {
        Asked<HeartbeatAnswer> asked = new Asked<>();
        tell(new ConsumerGroupCommand.Heartbeat(ask, asked));
        return asked.get();
    }

    ConsumerGroupDescription describeConsumers() {
        Asked<ConsumerGroupDescription> asked = new Asked<>();
        tell(new ConsumerGroupCommand.Describe(ID, asked));
        return asked.get();
    }

    /** These partitions of a topic. */
    static PartitionSet partitions(String topic, int... numbers) {
        PartitionSet.Builder set = new PartitionSet.Builder();
        for (int number : numbers) {
            set.add(TestTopics.id(topic), number);
        }
        return set.build();
    }

    static OffsetToCommit offset(String topic, int partition, long offset) {
        return new OffsetToCommit(new TopicPartition(topic, partition), Uuid.ZERO_UUID, offset, -1, "", -1L);
    }

    /** Metadata of a consumer that subscribes to one topic. */
    static JoinProtocol subscribed(String name, String topic) {
        byte[] utf8 = topic.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(2 + 4 + 2 + utf8.length + 4);
        out.putShort((short) 1)
                .putInt(1)
                .putShort((short) utf8.length)
                .put(utf8)
                .putInt(-1);
        return new JoinProtocol(name, Bytes.wrap(out.array()));
    }

    static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Bytes bytes) {
        return new String(bytes.get(), StandardCharsets.UTF_8);
    }
}
