package io.ottla.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoterTest {
    private static final String ACTOR = "controller";

    @TempDir
    Path folder;

    @Test
    void replaysWhatItCommitted() {
        try (Voter voter = Voter.open(folder)) {
            JournalSession session = voter.takeOver(UUID.randomUUID());
            voter.append(session, ACTOR, 1, List.of(bytes("a"), bytes("b")));
            voter.append(session, ACTOR, 3, List.of(bytes("c")));
        }

        try (Voter reopened = Voter.open(folder)) {
            assertThat(texts(reopened.stream(ACTOR).replay(1, Long.MAX_VALUE, Long.MAX_VALUE)))
                    .containsExactly("a", "b", "c");
            assertThat(texts(reopened.stream(ACTOR).replay(2, 3, 1))).containsExactly("b");
            assertThat(reopened.stream(ACTOR).highestSequenceNr()).isEqualTo(3);
        }
    }

    @Test
    void everyTakeoverHasAHigherEpochAlsoAfterARestart() {
        long first;
        try (Voter voter = Voter.open(folder)) {
            voter.takeOver(UUID.randomUUID());
            first = voter.takeOver(UUID.randomUUID()).epoch();
        }
        try (Voter reopened = Voter.open(folder)) {
            assertThat(reopened.takeOver(UUID.randomUUID()).epoch()).isGreaterThan(first);
        }
    }

    @Test
    void refusesAWriterThatWasSuperseded() {
        try (Voter voter = Voter.open(folder)) {
            JournalSession old = voter.takeOver(UUID.randomUUID());
            voter.takeOver(UUID.randomUUID());

            assertThatThrownBy(() -> voter.append(old, ACTOR, 1, List.of(bytes("late"))))
                    .hasMessageContaining("superseded");
            assertThat(voter.stream(ACTOR).highestSequenceNr()).isZero();
        }
    }

    @Test
    void refusesASequenceNumberThatDoesNotFollow() {
        try (Voter voter = Voter.open(folder)) {
            JournalSession session = voter.takeOver(UUID.randomUUID());
            voter.append(session, ACTOR, 1, List.of(bytes("a")));

            assertThatThrownBy(() -> voter.append(session, ACTOR, 1, List.of(bytes("again"))))
                    .hasMessageContaining("second writer");
        }
    }

    @Test
    void remembersTheHighestSequenceNumberOfWhatIsDeleted() {
        try (Voter voter = Voter.open(folder)) {
            JournalSession session = voter.takeOver(UUID.randomUUID());
            voter.append(session, ACTOR, 1, List.of(bytes("a"), bytes("b")));
            voter.delete(session, ACTOR, 2);
        }
        try (Voter reopened = Voter.open(folder)) {
            assertThat(reopened.stream(ACTOR).replay(1, Long.MAX_VALUE, Long.MAX_VALUE))
                    .isEmpty();
            assertThat(reopened.stream(ACTOR).highestSequenceNr()).isEqualTo(2);
        }
    }

    @Test
    void aWriteCutAtAnyByteIsForgottenAndNothingElse() throws IOException {
        writeTwoEntries();
        byte[] whole = Files.readAllBytes(log());
        long keptEnd = endOfFirstEvents(whole);
        for (int length = (int) keptEnd; length < whole.length; length++) {
            Files.write(log(), Arrays.copyOf(whole, length));
            try (Voter reopened = Voter.open(folder)) {
                assertThat(texts(reopened.stream(ACTOR).replay(1, 9, 9)))
                        .as("log cut to %d bytes", length)
                        .containsExactly("first");
            }
            assertThat(Files.size(log())).isEqualTo(keptEnd);
        }
    }

    @Test
    void aFileThatGrewBeforeItsBytesArrivedIsCut() throws IOException {
        writeTwoEntries();
        long size = Files.size(log());
        try (FileChannel channel = FileChannel.open(log(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(200_000), size);
        }
        try (Voter reopened = Voter.open(folder)) {
            assertThat(texts(reopened.stream(ACTOR).replay(1, 9, 9))).containsExactly("first", "second");
        }
    }

    @Test
    void refusesToForgetWhatIsDamagedInTheMiddle() throws IOException {
        writeTwoEntries();
        byte[] bytes = Files.readAllBytes(log());
        bytes[EntryCodec.HEADER_BYTES + 5] ^= 1;
        Files.write(log(), bytes);

        assertThatThrownBy(() -> Voter.open(folder))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("position 0");
    }

    @Test
    void refusesAJournalThatLostItsPromise() throws IOException {
        writeTwoEntries();
        Files.delete(folder.resolve("promise"));

        assertThatThrownBy(() -> Voter.open(folder))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("promise");
    }

    private void writeTwoEntries() {
        try (Voter voter = Voter.open(folder)) {
            JournalSession session = voter.takeOver(UUID.randomUUID());
            voter.append(session, ACTOR, 1, List.of(bytes("first")));
            voter.append(session, ACTOR, 2, List.of(bytes("second")));
        }
    }

    private static long endOfFirstEvents(byte[] log) {
        ByteBuffer bytes = ByteBuffer.wrap(log);
        long end = 0;
        for (int entry = 0; entry < 2; entry++) {
            end += EntryCodec.HEADER_BYTES + bytes.getInt((int) end);
        }
        return end;
    }

    private Path log() {
        return folder.resolve("journal.log");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(List<byte[]> events) {
        return events.stream()
                .map(event -> new String(event, StandardCharsets.UTF_8))
                .toList();
    }
}
