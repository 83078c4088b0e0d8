package io.ottla.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ottla.actors.journal.state.JournalContents;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.Payload;
import io.ottla.actors.journal.state.QuorumDescription;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.journal.state.VoterCandidate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal of several nodes over the real transport and real disks. */
class QuorumOfNodesTest {
    private static final String ACTOR = "controller";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path root;

    @Test
    void anotherNodeTakesOverWithEverythingThatWasCommitted() throws IOException {
        try (ThreeNodes nodes = new ThreeNodes(root, 3, 3)) {
            JournalSession first = get(nodes.journal(1).takeOver());
            write(nodes.journal(1), 1, "a");
            write(nodes.journal(1), 2, "b");
            nodes.stop(1);

            JournalSession second = get(nodes.journal(2).takeOver());

            assertThat(second.epoch()).isGreaterThan(first.epoch());
            assertThat(events(nodes.journal(2))).containsExactly("a", "b");
            write(nodes.journal(2), 3, "c");
            nodes.start(1);
            get(nodes.journal(1).takeOver());
            assertThat(events(nodes.journal(1))).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aSupersededWriterLosesItsSessionAndIsTold() throws IOException {
        try (ThreeNodes nodes = new ThreeNodes(root, 3, 3)) {
            JournalSession old = get(nodes.journal(1).takeOver());
            CompletionStage<RuntimeException> ended = nodes.journal(1).ended(old);

            JournalSession next = get(nodes.journal(2).takeOver());

            assertThat(get(ended)).isInstanceOf(SupersededException.class);
            assertThatThrownBy(() -> get(nodes.journal(1).confirm(old))).hasMessageContaining("ended");
            assertThat(get(nodes.journal(2).confirm(next))).isNotNull();
            assertThat(get(nodes.journal(1).mayTakeOverAfter(old.epoch())))
                    .as("while the other writer is heard")
                    .isFalse();
        }
    }

    @Test
    void oneOfThreeAloneCommitsNothing() throws IOException {
        try (ThreeNodes nodes = new ThreeNodes(root, 3, 3)) {
            JournalSession session = get(nodes.journal(1).takeOver());
            write(nodes.journal(1), 1, "a");
            nodes.stop(2);
            nodes.stop(3);

            assertThatThrownBy(() -> write(nodes.journal(1), 2, "lost")).hasMessageContaining("majority");
            assertThat(get(nodes.journal(1).ended(session))).isNotNull();
            nodes.start(2);
            get(nodes.journal(2).takeOver());
            assertThat(events(nodes.journal(2))).startsWith("a");
        }
    }

    @Test
    void growsFromOneVoterToThreeWhenBrokersRegister() throws IOException {
        try (ThreeNodes nodes = new ThreeNodes(root, 3, 1)) {
            get(nodes.journal(1).takeOver());
            write(nodes.journal(1), 1, "x".repeat(1_000_000));
            nodes.journal(1).candidates(nodes.candidates());

            awaitVoters(nodes.journal(1), Set.of(1, 2, 3));
            nodes.stop(1);
            get(nodes.journal(3).takeOver());
            assertThat(events(nodes.journal(3))).hasSize(1);
        }
    }

    @Test
    void aNodeWhoseFolderWasLostLearnsAndVotesUnderItsNewId() throws IOException {
        try (ThreeNodes nodes = new ThreeNodes(root, 3, 3)) {
            get(nodes.journal(1).takeOver());
            write(nodes.journal(1), 1, "a");
            nodes.stop(3);
            Files.delete(nodes.folder(3).resolve("promise"));
            nodes.start(3);
            await().atMost(PATIENCE).until(() -> get(nodes.journal(3).opened()) != null);
            VoterAt renewed = QuorumFolder.read(nodes.folder(3))
                    .map(folder -> new VoterAt(
                            3, folder.directoryId(), nodes.candidates().get(2).address()))
                    .orElseThrow();

            nodes.journal(1)
                    .candidates(List.of(
                            nodes.candidates().get(0),
                            nodes.candidates().get(1),
                            new VoterCandidate(3, renewed.directoryId(), renewed.address(), true)));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(known(nodes.journal(1)).voters())
                            .contains(renewed)
                            .hasSize(3));
        }
    }

    @Test
    void aDecommissionedNodeVotesNoMore() throws IOException {
        try (ThreeNodes nodes = new ThreeNodes(root, 4, 3)) {
            get(nodes.journal(1).takeOver());
            nodes.journal(1).candidates(nodes.candidates());

            get(nodes.journal(1).decommission(2));

            awaitVoters(nodes.journal(1), Set.of(1, 3, 4));
        }
    }

    @Test
    void describesVotersAndObservers() throws IOException {
        try (ThreeNodes nodes = new ThreeNodes(root, 4, 3)) {
            JournalSession session = get(nodes.journal(1).takeOver());
            write(nodes.journal(1), 1, "a");
            nodes.stop(3);

            QuorumDescription description = get(nodes.journal(4).describe());

            assertThat(description.epoch()).isEqualTo(session.epoch());
            assertThat(description.highWatermark()).isPositive();
            assertThat(description.voters())
                    .extracting(QuorumDescription.Copy::nodeId)
                    .containsExactly(1, 2, 3);
            assertThat(description.copyOf(3).orElseThrow().logEnd()).isEmpty();
            assertThat(description.copyOf(1).orElseThrow().logEnd()).isPresent();
            assertThat(description.observers())
                    .extracting(QuorumDescription.Copy::nodeId)
                    .containsExactly(4);
        }
    }

    /** A node with a folder of another cluster was told of this one by mistake. */
    @Test
    void theVotersOfAnotherClusterAreNotTakenForNewerOnes() throws IOException {
        try (ThreeNodes ours = new ThreeNodes(root.resolve("ours"), 1, 1);
                ThreeNodes theirs = new ThreeNodes(root.resolve("theirs"), 3, 1)) {
            ours.journal(1).belongsTo(1, "ours");
            for (int node = 1; node <= 3; node++) {
                theirs.journal(node).belongsTo(node, "theirs");
            }
            get(ours.journal(1).takeOver());
            get(theirs.journal(1).takeOver());
            theirs.journal(1).candidates(theirs.candidates());
            awaitVoters(theirs.journal(1), Set.of(1, 2, 3));
            KnownVoters before = known(ours.journal(1));

            theirs.journal(1).peers(List.of(ours.candidates().get(0).address()));
            QuorumDescription seen = get(theirs.journal(1).describe());

            assertThat(known(ours.journal(1))).isEqualTo(before);
            assertThat(seen.observers()).isEmpty();
        }
    }

    private static void awaitVoters(QuorumJournal journal, Set<Integer> nodeIds) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(known(journal).voters().stream()
                                .map(VoterAt::nodeId)
                                .collect(Collectors.toSet()))
                        .isEqualTo(nodeIds));
    }

    private static KnownVoters known(QuorumJournal journal) {
        return journal.knownVoters().orElseThrow();
    }

    private static void write(QuorumJournal journal, long number, String text) {
        Payload events = new Payload.Events(ACTOR, number, List.of(text.getBytes(StandardCharsets.UTF_8)));
        get(journal.write("incarnation", events));
    }

    private static List<String> events(QuorumJournal journal) {
        return get(journal.look(QuorumOfNodesTest::texts));
    }

    private static List<String> texts(JournalContents contents) {
        return contents.stream(ACTOR).orElseThrow().replay(1, Long.MAX_VALUE, Long.MAX_VALUE).stream()
                .map(event -> new String(event, StandardCharsets.UTF_8))
                .toList();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
