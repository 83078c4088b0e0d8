package io.ottla.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.actors.journal.state.DiskWrite;
import io.ottla.actors.journal.state.Entry;
import io.ottla.actors.journal.state.JournalContents;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.Payload;
import io.ottla.actors.journal.state.Snapshot;
import io.ottla.actors.journal.state.StateRange;
import io.ottla.actors.journal.state.StoredJournal;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.journal.state.WriterId;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a voter's folder holds after crashes and damage. */
class VoterStoreTest {
    private static final NodeAddress HERE = new NodeAddress("127.0.0.1", 2551);
    private static final VoterAt OTHER = new VoterAt(2, new UUID(0, 2), new NodeAddress("127.0.0.1", 2552));
    private static final String ACTOR = "controller";

    // Written by the first version: index 1 to 3 of epoch 1.
    private static final String FIRST_VERSION_EPOCH_STARTED =
            "00000020a56aeb580100000000000000000100000000000000010000000000000000000000000000";
    private static final String FIRST_VERSION_TWO_EVENTS =
            "000000342099ac5a0101000000000000000200000000000000010000000000000001000a636f6e74726f6c6c"
                    + "65720000000200000001610000000162";
    private static final String FIRST_VERSION_DELETED =
            "0000002a9d5aad940102000000000000000300000000000000010000000000000001000a636f6e74726f6c6c" + "657200000000";

    @TempDir
    Path root;

    @Test
    void keepsPromisesEntriesAndTheCommitIndex() throws IOException {
        WriterId writer = new WriterId(3, new UUID(7, 8));
        UUID directory;
        try (VoterStore store = alone().open()) {
            directory = store.stored().directoryId();
            store.write(new DiskWrite.KeepPromise(writer));
            store.write(new DiskWrite.AppendEntries(List.of(started(1, 3), events(2, 3, 1, "a", "b")), 0));
            store.write(new DiskWrite.AppendEntries(List.of(events(3, 3, 3, "c")), 2));
        }

        StoredJournal stored = reopened();

        assertThat(stored.directoryId()).isEqualTo(directory);
        assertThat(stored.promised()).isEqualTo(writer);
        assertThat(stored.commitIndex()).isEqualTo(2);
        assertThat(texts(stored)).containsExactly("a", "b", "c");
        assertThat(stored.base().voters().voters()).containsExactly(new VoterAt(1, directory, HERE));
    }

    @Test
    void keepsEveryKindOfEntry() throws IOException {
        List<Payload> all = List.of(
                new Payload.EpochStarted(),
                new Payload.VotersChanged(List.of(OTHER)),
                new Payload.Events("ä", 1, List.of(bytes("x"), bytes(""))),
                new Payload.EventsDeleted(ACTOR, 5),
                new Payload.StateSaved(ACTOR, 4, 99, bytes("state")),
                new Payload.StatesDeleted(ACTOR, new StateRange(1, 2, 3, 4)),
                new Payload.StreamPosition(ACTOR, 9, 8));
        assertThat(all).extracting(Object::getClass).containsAll(List.of(Payload.class.getPermittedSubclasses()));
        List<Entry> entries = new ArrayList<>();
        for (Payload payload : all) {
            entries.add(new Entry(entries.size() + 1L, 1, payload));
        }
        try (VoterStore store = alone().open()) {
            store.write(new DiskWrite.AppendEntries(entries, 0));
        }

        assertThat(reopened().entries()).usingRecursiveComparison().isEqualTo(entries);
    }

    @Test
    void aWriteCutAtAnyByteIsForgottenAsAWholeAndNothingElse() throws IOException {
        long kept;
        try (VoterStore store = alone().open()) {
            store.write(new DiskWrite.AppendEntries(List.of(events(1, 1, 1, "first")), 0));
            kept = Files.size(log());
            store.write(new DiskWrite.AppendEntries(List.of(events(2, 1, 2, "second"), events(3, 1, 3, "third")), 1));
        }
        byte[] whole = Files.readAllBytes(log());
        for (int length = (int) kept; length < whole.length; length++) {
            Files.write(log(), Arrays.copyOf(whole, length));
            assertThat(texts(reopened())).as("log cut to %d bytes", length).containsExactly("first");
            assertThat(Files.size(log())).isEqualTo(kept);
        }
    }

    @Test
    void aFileThatGrewBeforeItsBytesArrivedIsCut() throws IOException {
        writeTwo();
        long size = Files.size(log());
        try (FileChannel channel = FileChannel.open(log(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(200_000), size);
        }
        assertThat(texts(reopened())).containsExactly("first", "second");
        assertThat(Files.size(log())).isEqualTo(size);
    }

    @Test
    void theOnlyVoterRefusesToForgetWhatIsDamagedInTheMiddleAtAnyByte() throws IOException {
        writeTwo();
        byte[] whole = Files.readAllBytes(log());
        int firstWrite = new Frame.Base(0, 0, 0).encode().remaining();
        int secondWrite =
                firstWrite + Frame.HEADER_BYTES + ByteBuffer.wrap(whole).getInt(firstWrite);
        for (int at = firstWrite + 4; at < secondWrite; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(log(), damaged);
            assertThatThrownBy(this::reopened)
                    .as("byte %d", at)
                    .isInstanceOf(JournalDamagedException.class)
                    .hasMessageContaining("restore");
        }
    }

    @Test
    void theOnlyVoterRefusesAJournalThatLostItsPromiseOrItsLog() throws IOException {
        writeTwo();
        byte[] promise = Files.readAllBytes(folder().resolve("promise"));
        Files.delete(folder().resolve("promise"));
        assertThatThrownBy(this::reopened).isInstanceOf(JournalDamagedException.class);
        Files.write(folder().resolve("promise"), promise);
        Files.delete(log());
        assertThatThrownBy(this::reopened).isInstanceOf(JournalDamagedException.class);
    }

    @Test
    void oneOfSeveralVotersBeginsAnewUnderAnotherId() throws IOException {
        UUID directory = UUID.randomUUID();
        VoterAt own = new VoterAt(1, directory, HERE);
        KnownVoters voters = new KnownVoters(0, 0, List.of(own, OTHER));
        QuorumFolder.format(folder(), voters, directory);
        writeTwo();
        byte[] whole = Files.readAllBytes(log());
        whole[new Frame.Base(0, 0, 0).encode().remaining() + 20] ^= 1;
        Files.write(log(), whole);

        StoredJournal stored = reopened();

        assertThat(stored.directoryId()).isNotEqualTo(directory);
        assertThat(stored.entries()).isEmpty();
        assertThat(stored.base().voters().voters()).isEmpty();
        assertThat(QuorumFolder.read(folder()).orElseThrow().voters()).isEqualTo(voters);
    }

    @Test
    void aSnapshotTakesThePlaceOfEntriesAtOnceOrNotAtAll() throws IOException {
        writeTwo();
        byte[] before = Files.readAllBytes(log());
        Snapshot snapshot = new Snapshot(
                1,
                1,
                new KnownVoters(1, 1, List.of(OTHER)),
                List.of(
                        new Payload.StreamPosition(ACTOR, 1, 0),
                        new Payload.Events(ACTOR, 1, List.of(bytes("first")))));
        try (VoterStore store = alone().open()) {
            store.write(new DiskWrite.Restart(snapshot, List.of(events(2, 1, 2, "second")), 2));
        }
        StoredJournal after = reopened();
        assertThat(after.base().index()).isEqualTo(1);
        assertThat(after.base().voters()).isEqualTo(snapshot.voters());
        assertThat(after.commitIndex()).isEqualTo(2);
        assertThat(texts(after)).containsExactly("first", "second");

        // A crash between the snapshot's file and the log's new name leaves the old log, which needs no snapshot.
        Files.write(log(), before);
        assertThat(reopened().base().index()).isZero();
        assertThat(texts(reopened())).containsExactly("first", "second");
        assertThat(folder().resolve("snapshot-1-1")).doesNotExist();
    }

    @Test
    void refusesALogWhoseSnapshotIsDamagedAtAnyByte() throws IOException {
        writeTwo();
        Snapshot snapshot = new Snapshot(2, 1, new KnownVoters(0, 0, List.of()), List.of());
        try (VoterStore store = alone().open()) {
            store.write(new DiskWrite.Restart(snapshot, List.of(), 2));
        }
        Path file = folder().resolve("snapshot-2-1");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThatThrownBy(this::reopened).as("byte %d", at).isInstanceOf(JournalDamagedException.class);
        }
    }

    @Test
    void opensAFolderOfTheFirstVersion() throws IOException {
        Files.createDirectories(folder());
        UUID directory = new UUID(5, 6);
        new Promise(1, new UUID(1, 2), directory).save(folder().resolve("promise"));
        Files.write(
                log(),
                HexFormat.of()
                        .parseHex(FIRST_VERSION_EPOCH_STARTED + FIRST_VERSION_TWO_EVENTS + FIRST_VERSION_DELETED));

        StoredJournal stored = reopened();

        assertThat(stored.directoryId()).isEqualTo(directory);
        assertThat(stored.promised().epoch()).isEqualTo(1);
        assertThat(texts(stored)).containsExactly("b");
        assertThat(stored.commitIndex()).isEqualTo(2);
        assertThat(stored.base().voters().voters()).containsExactly(new VoterAt(1, directory, HERE));
    }

    private void writeTwo() throws IOException {
        try (VoterStore store = alone().open()) {
            store.write(new DiskWrite.KeepPromise(new WriterId(1, new UUID(1, 1))));
            store.write(new DiskWrite.AppendEntries(List.of(events(1, 1, 1, "first")), 0));
            store.write(new DiskWrite.AppendEntries(List.of(events(2, 1, 2, "second")), 1));
        }
    }

    private StoredJournal reopened() {
        try (VoterStore store = alone().open()) {
            return store.stored();
        }
    }

    private VoterFolder alone() {
        return new VoterFolder(folder(), 1, HERE, true);
    }

    private Path folder() {
        return root.resolve("quorum");
    }

    private Path log() {
        return folder().resolve("journal.log");
    }

    private static Entry started(long index, long epoch) {
        return new Entry(index, epoch, new Payload.EpochStarted());
    }

    private static Entry events(long index, long epoch, long firstSequenceNr, String... texts) {
        List<byte[]> events = Arrays.stream(texts).map(VoterStoreTest::bytes).toList();
        return new Entry(index, epoch, new Payload.Events(ACTOR, firstSequenceNr, events));
    }

    private static List<String> texts(StoredJournal stored) {
        JournalContents contents = JournalContents.of(stored.base());
        stored.entries().forEach(entry -> contents.apply(entry.payload()));
        return contents.stream(ACTOR)
                .map(stream -> stream.replay(1, Long.MAX_VALUE, Long.MAX_VALUE).stream()
                        .map(event -> new String(event, StandardCharsets.UTF_8))
                        .toList())
                .orElse(List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
