package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.PARTITION;
import static io.ottla.storage.Fixture.SMALL;
import static io.ottla.storage.Fixture.TOPIC_ID;
import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.batch;
import static io.ottla.storage.Fixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.storage.simulated.InMemoryDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class FutureLogTest {
    private static final Path A = Path.of("/a");
    private static final Path B = Path.of("/b");
    private static final Path C = Path.of("/c");

    private final InMemoryDisk disk = new InMemoryDisk();
    private LogDirectory a = open(A);
    private LogDirectory b = open(B);

    @Test
    void takesThePlaceOfItsOriginalWithAllThatThatKnows() {
        PartitionLog log = Fixture.open(a, SMALL);
        log.startLeaderEpoch(1);
        for (int i = 0; i < 100; i++) {
            append(log, Fixture.idempotent(7, 0, i, "value " + i));
        }
        log.updateHighWatermark(90);
        log.advanceLogStart(33);
        log.startLeaderEpoch(4);
        FutureLog future = b.futures().create(PARTITION, TOPIC_ID, SMALL, log.view(), NOW);
        copyAll(future, log);

        PartitionLog moved = b.futures().promote(future, log, a, 1, NOW);
        a.deleteLog(log).run();
        b.futures().settle(PARTITION);

        assertThat(read(moved.view(), 33)).hasSize(67).startsWith("33=value 33").endsWith("99=value 99");
        assertThat(moved.view().logStartOffset()).isEqualTo(33);
        assertThat(moved.view().highWatermark()).isEqualTo(90);
        assertThat(moved.view().endOffsetForEpoch(1).endOffset()).isEqualTo(100);
        assertThat(moved.view().latestEpoch()).hasValue(4);
        assertThat(append(moved, Fixture.idempotent(7, 0, 99, "value 99")).duplicate())
                .isTrue();
        assertThat(a.found()).isEmpty();
        assertThat(b.found()).containsExactly(new FoundLog(PARTITION, TOPIC_ID, B.resolve("orders-0")));
    }

    @Test
    void losesWhatItsOriginalLost() {
        PartitionLog log = Fixture.open(a, SMALL);
        append(log, batch("a"));
        append(log, batch("b"));
        append(log, batch("c"));
        FutureLog future = b.futures().create(PARTITION, TOPIC_ID, SMALL, log.view(), NOW);
        copyAll(future, log);

        log.truncateTo(1);
        future.cutTo(log.view().logEndOffset());
        append(log, batch("other b"));
        append(log, batch("other c"));
        assertThat(future.hasAllOf(log.view())).isFalse();
        copyAll(future, log);

        assertThat(read(future.view(), 0)).containsExactly("0=a", "1=other b", "2=other c");
    }

    @Test
    void readsNothingOfARangeThatIsCutMeanwhile() {
        PartitionLog log = Fixture.open(a, SMALL);
        append(log, batch("a"));
        append(log, batch("b"));
        LogView before = log.view();
        FutureLog future = b.futures().create(PARTITION, TOPIC_ID, SMALL, log.view(), NOW);

        log.truncateTo(1);

        assertThat(future.read(before, 1_000)).isEmpty();
    }

    @Test
    void beginsAnewWhereTheOriginalsRecordsWereDeleted() {
        PartitionLog log = Fixture.open(a, SMALL);
        append(log, batch("a", "b", "c"));
        FutureLog future = b.futures().create(PARTITION, TOPIC_ID, SMALL, log.view(), NOW);
        append(log, batch("d"));
        log.updateHighWatermark(4);
        log.advanceLogStart(3);

        copyAll(future, log);

        assertThat(read(future.view(), 3)).containsExactly("3=d");
    }

    @Test
    void isNotPromotedBeforeItHasEverything() {
        PartitionLog log = Fixture.open(a, SMALL);
        append(log, batch("a"));
        FutureLog future = b.futures().create(PARTITION, TOPIC_ID, SMALL, log.view(), NOW);

        assertThatThrownBy(() -> b.futures().promote(future, log, a, 1, NOW)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void goesOnAfterACleanShutdownAndBeginsAnewAfterACrash() {
        PartitionLog log = Fixture.open(a, SMALL);
        append(log, batch("a"));
        FutureLog future = b.futures().create(PARTITION, TOPIC_ID, SMALL, log.view(), NOW);
        copyAll(future, log);
        append(log, batch("b"));
        a.close();
        b.close();

        a = open(A);
        b = open(B);
        PartitionLog again = Fixture.open(a, SMALL);
        FoundFuture found = b.futures().found().get(0);
        FutureLog resumed = b.futures().resume(found, PARTITION, SMALL, again.view(), NOW);
        assertThat(resumed.view().logEndOffset()).isEqualTo(1);
        copyAll(resumed, again);
        assertThat(read(resumed.view(), 0)).containsExactly("0=a", "1=b");

        disk.processGone();
        a = open(A);
        b = open(B);
        PartitionLog afterCrash = Fixture.open(a, SMALL);
        FoundFuture left = b.futures().found().get(0);
        FutureLog anew = b.futures().resume(left, PARTITION, SMALL, afterCrash.view(), NOW);
        assertThat(anew.view().logEndOffset()).isZero();
        assertThat(b.futures().found()).isEmpty();
        assertThat(disk.files().stream().filter(file -> file.toString().contains("-future")))
                .allMatch(file -> file.startsWith(anew.folder()));
    }

    @Test
    void atACrashAtEveryOperationOfTheDiskThePartitionIsWholeInOneDirectory() {
        boolean finished = false;
        for (int operations = 0; !finished; operations++) {
            InMemoryDisk crashing = new InMemoryDisk();
            LogDirectory from = LogDirectory.open(crashing, A, LogDirectoryOptions.DEFAULT);
            LogDirectory to = LogDirectory.open(crashing, B, LogDirectoryOptions.DEFAULT);
            PartitionLog log = Fixture.open(from, SMALL);
            for (int i = 0; i < 40; i++) {
                append(log, batch("value " + i));
            }
            Fixture.flush(log);
            crashing.failAfter(operations);
            finished = move(from, to, log);
            crashing.failAfter(Long.MAX_VALUE);
            crashing.setFailing(false);
            crashing.powerGone();

            LogDirectory fromAgain = LogDirectory.open(crashing, A, LogDirectoryOptions.DEFAULT);
            LogDirectory toAgain = LogDirectory.open(crashing, B, LogDirectoryOptions.DEFAULT);
            SecondLogs.remove(List.of(fromAgain, toAgain)).forEach(Deletion::run);

            assertThat(fromAgain.found().size() + toAgain.found().size())
                    .as("after %d operations", operations)
                    .isEqualTo(1);
            LogDirectory place = fromAgain.found().isEmpty() ? toAgain : fromAgain;
            assertThat(read(Fixture.open(place, SMALL).view(), 0))
                    .as("after %d operations", operations)
                    .hasSize(40);
        }
    }

    @Test
    void aLogThatGoesOnAfterAFailedSwitchOutlivesItsCopy() {
        PartitionLog log = Fixture.open(a, SMALL);
        append(log, batch("a"));
        FutureLog future = b.futures().create(PARTITION, TOPIC_ID, SMALL, log.view(), NOW);
        copyAll(future, log);
        b.futures().promote(future, log, a, 1, NOW);
        a.futures().outlive(log, b, 1);
        append(log, batch("b"));
        Fixture.flush(log);
        disk.powerGone();
        a = open(A);
        b = open(B);

        SecondLogs.remove(List.of(a, b)).forEach(Deletion::run);

        assertThat(b.found()).isEmpty();
        assertThat(read(Fixture.open(a, SMALL).view(), 0)).containsExactly("0=a", "1=b");
    }

    @Test
    void aLogThatWasMovedOnWhileItsFirstDirectoryWasMissingIsNewerThanWhatComesBackWithThat() {
        PartitionLog log = Fixture.open(a, SMALL);
        append(log, batch("a"));
        moveLeavingTheOld(log, a, b);
        b = reopen(b);
        PartitionLog moved = Fixture.open(b, SMALL);
        append(moved, batch("b"));
        LogDirectory c = open(C);
        b.othersAreMissing();
        c.othersAreMissing();
        moveLeavingTheOld(moved, b, c);
        b.deleteLog(moved).run();
        c.futures().settle(PARTITION);
        c.close();
        b.close();

        c = open(C);
        b = open(B);
        a = reopen(a);
        SecondLogs.remove(List.of(a, b, c)).forEach(Deletion::run);

        assertThat(a.found()).isEmpty();
        assertThat(read(Fixture.open(c, SMALL).view(), 0)).containsExactly("0=a", "1=b");
        assertThat(disk.files()).noneMatch(file -> file.startsWith(A.resolve("orders-0")));
    }

    @Test
    void aLogThatWasMadeAnewWhileADirectoryWasMissingIsNewerThanWhatComesBackWithThat() {
        append(Fixture.open(a, SMALL), batch("stale"));
        b.othersAreMissing();
        append(Fixture.open(b, SMALL), batch("new"));
        a = reopen(a);
        b = reopen(b);

        SecondLogs.remove(List.of(a, b)).forEach(Deletion::run);

        assertThat(a.found()).isEmpty();
        assertThat(read(Fixture.open(b, SMALL).view(), 0)).containsExactly("0=new");
    }

    @Test
    void logsOfDifferentTopicsOfOneNameAreNoSecondOnes() {
        append(Fixture.open(a, SMALL), batch("of the deleted topic"));
        b.openLog(PARTITION, new Uuid(1, 1), SMALL, NOW);
        a = reopen(a);
        b = reopen(b);

        assertThat(SecondLogs.remove(List.of(a, b))).isEmpty();

        assertThat(a.found()).hasSize(1);
        assertThat(b.found()).hasSize(1);
    }

    @Test
    void whatIsThereTwiceWithoutHavingBeenMovedIsSetAside() {
        append(Fixture.open(a, SMALL), batch("first"));
        append(Fixture.open(b, SMALL), batch("second"));
        a.close();
        b.close();
        a = open(A);
        b = open(B);

        List<Deletion> deletions = SecondLogs.remove(List.of(a, b));

        assertThat(deletions).isEmpty();
        assertThat(a.found()).hasSize(1);
        assertThat(b.found()).isEmpty();
        assertThat(disk.files())
                .anyMatch(file -> file.startsWith(B) && file.toString().contains("-stray"));
    }

    @Test
    void aTopicWithTheLongestNameCanBeMoved() {
        TopicPartition longest = new TopicPartition("t".repeat(249), 12);
        PartitionLog log = a.openLog(longest, TOPIC_ID, SMALL, NOW);

        FutureLog future = b.futures().create(longest, TOPIC_ID, SMALL, log.view(), NOW);

        assertThat(future.folder().getFileName().toString()).hasSizeLessThanOrEqualTo(255);
        a.close();
        b.close();
        assertThat(open(B).futures().found()).containsExactly(new FoundFuture(TOPIC_ID, 12, future.folder(), true));
    }

    private static boolean move(LogDirectory from, LogDirectory to, PartitionLog log) {
        try {
            FutureLog future = to.futures().create(PARTITION, TOPIC_ID, SMALL, log.view(), NOW);
            copyAll(future, log);
            to.futures().promote(future, log, from, 1, NOW);
            from.deleteLog(log).run();
            to.futures().settle(PARTITION);
            return true;
        } catch (StorageException crashed) {
            return false;
        }
    }

    private static void moveLeavingTheOld(PartitionLog log, LogDirectory from, LogDirectory to) {
        FutureLog future = to.futures().create(PARTITION, TOPIC_ID, SMALL, log.view(), NOW);
        copyAll(future, log);
        to.futures().promote(future, log, from, from.futures().numberAbove(log, NOW), NOW);
    }

    private LogDirectory reopen(LogDirectory directory) {
        directory.close();
        return open(directory.path());
    }

    private static void copyAll(FutureLog future, PartitionLog log) {
        while (!future.hasAllOf(log.view())) {
            future.follow(log.view());
            Optional<ByteBuffer> bytes = future.read(log.view(), 300);
            bytes.ifPresent(batches -> future.append(batches, NOW));
        }
        future.flush(NOW);
    }

    private LogDirectory open(Path path) {
        return LogDirectory.open(disk, path, LogDirectoryOptions.DEFAULT);
    }
}
