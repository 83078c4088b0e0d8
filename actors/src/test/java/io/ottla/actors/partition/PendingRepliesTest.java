package io.ottla.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.AppendOrigin;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class PendingRepliesTest {
    private final PendingReplies pending = new PendingReplies();
    private final List<AppendReply> answers = new ArrayList<>();

    @Test
    void answersOnceTheAcknowledgementThatWasAskedForIsReached() {
        add(4, true);
        add(9, false);

        pending.complete(5, 0);
        assertThat(answers).isEmpty();

        pending.complete(10, 0);
        assertThat(offsets()).containsExactly(9L);

        pending.complete(10, 5);
        assertThat(offsets()).containsExactly(9L, 4L);
    }

    @Test
    void aWatermarkAtTheLastRecordIsNotPastIt() {
        add(4, true);

        pending.complete(5, 4);

        assertThat(answers).isEmpty();
    }

    @Test
    void refusesEverybodyWhenTheLeaderResigns() {
        add(4, true);
        add(9, true);

        pending.refuse(Errors.NOT_LEADER_OR_FOLLOWER);

        assertThat(answers).hasSize(2).allMatch(AppendReply.Refused.class::isInstance);
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void sendsClientsAwayWhenTooFewAreInSyncAndLetsCoordinatorsWait() {
        add(4, true);
        pending.awaitWatermark(pending(9, AppendOrigin.COORDINATOR));

        pending.refuseClients(Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND);

        assertThat(answers).containsExactly(AppendReply.Refused.of(Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND));
        pending.complete(10, 10);
        assertThat(answers).hasSize(2);
    }

    private void add(long lastOffset, boolean committed) {
        PendingReplies.Pending append = pending(lastOffset, AppendOrigin.CLIENT);
        if (committed) {
            pending.awaitWatermark(append);
        } else {
            pending.awaitDisk(append);
        }
    }

    private PendingReplies.Pending pending(long lastOffset, AppendOrigin origin) {
        return new PendingReplies.Pending(
                lastOffset, origin, answers::add, new AppendReply.Accepted(lastOffset, lastOffset, -1, 0));
    }

    private List<Long> offsets() {
        return answers.stream()
                .map(answer -> ((AppendReply.Accepted) answer).lastOffset())
                .toList();
    }
}
