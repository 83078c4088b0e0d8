package io.ottla.multinode.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.history.Event.Acknowledged;
import io.ottla.multinode.history.Event.CommitFound;
import io.ottla.multinode.history.Event.Committed;
import io.ottla.multinode.history.Event.Committing;
import io.ottla.multinode.history.Event.Ended;
import io.ottla.multinode.history.Event.Polled;
import io.ottla.multinode.history.Event.Sent;
import io.ottla.multinode.history.Event.SentIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final Message A0 = new Message("a", 0);
    private static final Message A1 = new Message("a", 1);
    private static final Message A2 = new Message("a", 2);
    private static final Message B0 = new Message("b", 0);

    private static final Transaction T0 = new Transaction("a", 0);

    private final List<Event> events = new ArrayList<>();
    private Map<Integer, List<Copied>> replicas = Map.of();

    @Test
    void findsNothingWhenClientsAndLogAgree() {
        sent(A0, A1, B0, A2);
        acknowledged(A0, 0);
        acknowledged(A1, 2);
        acknowledged(B0, 1);
        polled("r", 0, A0);
        polled("r", 1, B0);
        polled("r", 2, A1);
        committed(2);
        committedFound(2, 2);
        committedFound(2, 3);
        assertThat(check(A0, B0, A1)).isEmpty();
    }

    @Test
    void acceptsAMessageThatWasStoredButNeverAcknowledged() {
        sent(A0, A1);
        acknowledged(A0, 0);
        assertThat(check(A0, A1)).isEmpty();
    }

    @Test
    void looksForWhatWasAcknowledgedWithoutAnOffset() {
        sent(A0, A1, A2);
        acknowledged(A0, 0);
        acknowledged(A1, -1);
        acknowledged(A2, 2);
        assertThat(check(A0, A1, A2)).isEmpty();
        assertThat(check(A0, B0, A2)).contains(new Anomaly.LostWrite(PARTITION, A1, -1));
    }

    @Test
    void findsALostWrite() {
        sent(A0, A1);
        acknowledged(A0, 0);
        acknowledged(A1, 1);
        assertThat(check(A0)).containsExactly(new Anomaly.LostWrite(PARTITION, A1, 1));
    }

    @Test
    void findsADuplicate() {
        sent(A0, A1);
        acknowledged(A0, 0);
        assertThat(check(A0, A1, A0)).containsExactly(new Anomaly.Duplicate(PARTITION, A0, 2));
    }

    @Test
    void findsAPhantom() {
        sent(A0);
        assertThat(check(A0, B0)).containsExactly(new Anomaly.Phantom(PARTITION, B0, 1));
    }

    @Test
    void findsAPhantomThatWasSentToAnotherPartition() {
        events.add(new Sent(new TopicPartition("t", 1), A0));
        assertThat(check(A0)).containsExactly(new Anomaly.Phantom(PARTITION, A0, 0));
    }

    @Test
    void findsReorderedMessages() {
        sent(A0, A1, A2);
        assertThat(check(A0, A2, A1)).containsExactly(new Anomaly.Reordered(PARTITION, A1, 2, A2));
    }

    @Test
    void findsAnAcknowledgementWithAnotherOffsetThanTheLogs() {
        sent(A0, B0);
        acknowledged(A0, 1);
        assertThat(check(A0, B0)).containsExactly(new Anomaly.InconsistentOffset(PARTITION, A0, 1));
    }

    @Test
    void findsARecordThatAReaderSawAndTheLogNoLongerHas() {
        sent(A0, A1);
        polled("r", 0, A0);
        polled("r", 1, A1);
        assertThat(check(A0)).containsExactly(new Anomaly.InconsistentOffset(PARTITION, A1, 1));
    }

    @Test
    void findsANonMonotonicSend() {
        sent(A0, A1);
        acknowledged(A0, 1);
        acknowledged(A1, 0);
        assertThat(check(A1, A0)).contains(new Anomaly.NonMonotonicSend(PARTITION, A1, 0, 1));
    }

    @Test
    void findsANonMonotonicPoll() {
        sent(A0, A1);
        polled("r", 0, A0);
        polled("r", 1, A1);
        polled("r", 1, A1);
        assertThat(check(A0, A1)).containsExactly(new Anomaly.NonMonotonicPoll("r", PARTITION, 1, 1));
    }

    @Test
    void findsAPollThatSkipped() {
        sent(A0, A1, A2);
        polled("r", 0, A0);
        polled("r", 2, A2);
        assertThat(check(A0, A1, A2)).containsExactly(new Anomaly.SkippedPoll("r", PARTITION, 1));
    }

    @Test
    void findsWhatAReaderDidNotSeeAfterHealing() {
        sent(A0, A1);
        polled("r", 0, A0);
        assertThat(check(A0, A1)).containsExactly(new Anomaly.UnseenAfterHealing("r", PARTITION, 1));
    }

    @Test
    void findsACommitBehindTheEnd() {
        sent(A0);
        committed(2);
        assertThat(check(A0)).containsExactly(new Anomaly.CommittedPastEnd("g", PARTITION, 2, 1));
    }

    @Test
    void findsACommitThatWentBack() {
        sent(A0, A1);
        committed(2);
        committedFound(2, 1);
        assertThat(check(A0, A1)).containsExactly(new Anomaly.CommittedGoneBack("g", PARTITION, 1, 2));
    }

    @Test
    void acceptsATransactionThatIsVisibleAsAWholeAfterItsCommit() {
        sentIn(T0, A0, A1);
        committing(A0, A1);
        polled("r", 0, A0);
        ended(true, A0, A1);
        polled("r", 1, A1);
        assertThat(check(A0, A1)).isEmpty();
    }

    @Test
    void acceptsThatAnAbortedTransactionIsNotVisible() {
        sent(B0);
        sentIn(T0, A0, A1);
        ended(false, A0, A1);
        polled("r", 0, B0);
        assertThat(check(B0)).isEmpty();
    }

    @Test
    void findsAnAbortedReadByAReader() {
        sentIn(T0, A0);
        committing(A0);
        polled("r", 0, A0);
        ended(false, A0);
        assertThat(check()).contains(new Anomaly.AbortedRead("r", PARTITION, A0, 0));
    }

    @Test
    void findsAnAbortedMessageInTheLog() {
        sentIn(T0, A0);
        ended(false, A0);
        assertThat(check(A0)).containsExactly(new Anomaly.AbortedRead("", PARTITION, A0, 0));
    }

    @Test
    void findsAReadOfOwnUncommittedWrites() {
        sentIn(T0, A0);
        polled("a", 0, A0);
        committing(A0);
        ended(true, A0);
        assertThat(check(A0)).containsExactly(new Anomaly.UncommittedRead("a", PARTITION, A0, 0));
    }

    @Test
    void findsAHalfVisibleTransaction() {
        sentIn(T0, A0, A1);
        committing(A0, A1);
        assertThat(check(A0))
                .containsExactly(
                        new Anomaly.HalfVisibleTransaction(T0, new Place(PARTITION, A0), new Place(PARTITION, A1)));
    }

    @Test
    void findsReplicasThatDiffer() {
        Copied first = new Copied(0, 4, 17, 0);
        replicas = Map.of(
                1, List.of(first, new Copied(5, 9, 18, 1)),
                2, List.of(first, new Copied(5, 9, 18, 1)),
                3, List.of(first, new Copied(5, 9, 19, 1)));
        assertThat(check()).containsExactly(new Anomaly.ReplicasDiffer(PARTITION, 1, 3, 5));
    }

    @Test
    void findsAReplicaThatLacksTheEnd() {
        Copied first = new Copied(0, 4, 17, 0);
        replicas = Map.of(1, List.of(first), 2, List.of(first, new Copied(5, 9, 18, 1)));
        assertThat(check()).containsExactly(new Anomaly.ReplicasDiffer(PARTITION, 1, 2, 5));
    }

    @Test
    void findsReplicasWhoseRecordsAreOfDifferentLeaders() {
        replicas = Map.of(1, List.of(new Copied(0, 4, 17, 0)), 2, List.of(new Copied(0, 4, 17, 1)));
        assertThat(check()).containsExactly(new Anomaly.ReplicasDiffer(PARTITION, 1, 2, 0));
    }

    @Test
    void readsMessagesFromRecordsAndRefusesForeignOnes() {
        assertThat(Message.parse(A1.text(100))).contains(A1);
        assertThat(Message.parse("a1")).isEmpty();
    }

    private void sent(Message... messages) {
        Stream.of(messages).forEach(message -> events.add(new Sent(PARTITION, message)));
    }

    private void sentIn(Transaction transaction, Message... messages) {
        sent(messages);
        Stream.of(messages).forEach(message -> events.add(new SentIn(PARTITION, message, transaction)));
    }

    private void committing(Message... messages) {
        Stream.of(messages).forEach(message -> events.add(new Committing(PARTITION, message)));
    }

    private void ended(boolean committed, Message... messages) {
        Stream.of(messages).forEach(message -> events.add(new Ended(PARTITION, message, committed)));
    }

    private void acknowledged(Message message, long offset) {
        events.add(new Acknowledged(PARTITION, message, offset));
    }

    private void polled(String reader, long offset, Message message) {
        events.add(new Polled(reader, PARTITION, message, offset));
    }

    private void committed(long offset) {
        events.add(new Committed("g", PARTITION, offset));
    }

    private void committedFound(long atLeast, long offset) {
        events.add(new CommitFound("g", PARTITION, atLeast, offset));
    }

    private List<Anomaly> check(Message... log) {
        List<Stored> stored = new ArrayList<>();
        for (Message message : log) {
            stored.add(new Stored(stored.size(), message));
        }
        return HistoryChecker.check(new History(
                events, Map.of(PARTITION, stored), Map.of(PARTITION, (long) log.length), Map.of(PARTITION, replicas)));
    }
}
