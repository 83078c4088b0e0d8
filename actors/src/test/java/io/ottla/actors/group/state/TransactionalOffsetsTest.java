package io.ottla.actors.group.state;

import static io.ottla.actors.group.state.TestGroup.offset;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class TransactionalOffsetsTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final TransactionalProducer FIRST = new TransactionalProducer(1, (short) 0);
    private static final TransactionalProducer SECOND = new TransactionalProducer(2, (short) 0);

    private final TestGroup group = new TestGroup();

    @Test
    void countOnceTheirTransactionCommits() {
        commit(FIRST, 7);
        assertThat(group.offsets()).isEmpty();
        assertThat(fetch().unstable()).containsExactly(ORDERS);
        assertThat(group.group.isVacant()).isFalse();

        end(FIRST, true);

        assertThat(group.offsets().get(ORDERS).offset()).isEqualTo(7);
        assertThat(fetch().unstable()).isEmpty();
    }

    @Test
    void areForgottenWhenItAborts() {
        commit(FIRST, 7);

        end(FIRST, false);

        assertThat(group.offsets()).isEmpty();
        assertThat(group.group.isVacant()).isTrue();
    }

    @Test
    void theLastCommitCountsWhicheverTransactionEndsLast() {
        commit(FIRST, 1);
        commit(SECOND, 2);
        end(SECOND, true);
        end(FIRST, true);
        assertThat(group.offsets().get(ORDERS).offset()).isEqualTo(2);

        commit(FIRST, 3);
        group.commit("", -1, offset("orders", 0, 4));
        end(FIRST, true);
        assertThat(group.offsets().get(ORDERS).offset()).isEqualTo(4);
    }

    @Test
    void doNotExpireNorLoseTheirGroupWhilePending() {
        commit(FIRST, 7);

        group.pass(10 * TestGroup.SESSION_MS);
        group.tell(new GroupCommand.Expire(TestGroup.ID));
        end(FIRST, true);

        assertThat(group.offsets()).containsOnlyKeys(ORDERS);
    }

    @Test
    void aStrangerMayCommitInATransactionWhateverTheGroupDoes() {
        group.stableWithOneMember();

        assertThat(commit(FIRST, 7)).isEqualTo(Errors.NONE);
    }

    @Test
    void aMemberIsHeldToItsGeneration() {
        String member = group.stableWithOneMember();

        assertThat(commit(member, 0)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(commit("nobody", 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(commit(member, 1)).isEqualTo(Errors.NONE);
    }

    private Errors commit(TransactionalProducer producer, long offset) {
        return commit("", -1, producer, offset);
    }

    private Errors commit(String member, int generation) {
        return commit(member, generation, FIRST, 7);
    }

    private Errors commit(String member, int generation, TransactionalProducer producer, long offset) {
        Asked<OffsetsAnswer> asked = new Asked<>();
        group.tell(new GroupCommand.CommitOffsets(
                TestGroup.ID,
                member,
                Optional.empty(),
                generation,
                Optional.of(producer),
                List.of(offset("orders", 0, offset)),
                asked));
        return asked.get().errorOf(ORDERS);
    }

    private FetchedOffsets fetch() {
        Asked<FetchedOffsets> asked = new Asked<>();
        group.tell(new GroupCommand.FetchOffsets(TestGroup.ID, Optional.empty(), true, asked));
        return asked.get();
    }

    private void end(TransactionalProducer producer, boolean committed) {
        group.group.replay(new GroupRecord.TransactionEnded(TestGroup.ID, producer.id(), committed));
    }
}
