package io.ottla.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.persistence.AtomicWrite;
import akka.persistence.DeleteMessagesSuccess;
import akka.persistence.DeleteSnapshotSuccess;
import akka.persistence.DeleteSnapshotsSuccess;
import akka.persistence.JournalProtocol;
import akka.persistence.Persistence;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentImpl;
import akka.persistence.PersistentRepr;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol;
import akka.persistence.SnapshotSelectionCriteria;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** The contract of Akka Persistence's plugins, in an actor system that has nothing but them. */
class PersistencePluginTest {
    private static final String WRITER = "incarnation";

    @TempDir
    Path folder;

    private ActorSystem system;
    private TestKit probe;
    private ActorRef journal;
    private ActorRef snapshots;

    @BeforeEach
    void start() {
        system = ActorSystem.create(
                "alone", ConfigFactory.parseString("""
                        akka.loglevel = WARNING
                        akka.persistence.journal.plugin = "ottla.journal"
                        akka.persistence.snapshot-store.plugin = "ottla.snapshot-store"
                        ottla.journal.folder = "%s"
                        """.formatted(folder)).withFallback(ConfigFactory.load()));
        probe = new TestKit(system);
        journal = Persistence.get(system).journalFor("", ConfigFactory.empty());
        snapshots = Persistence.get(system).snapshotStoreFor("", ConfigFactory.empty());
    }

    @AfterEach
    void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void replaysARangeOfWhatWasWritten() {
        write("a", 1, "1", "2", "3", "4", "5");

        assertThat(replay("a", 1, Long.MAX_VALUE, Long.MAX_VALUE)).containsExactly("1", "2", "3", "4", "5");
        assertThat(replay("a", 2, 4, Long.MAX_VALUE)).containsExactly("2", "3", "4");
        assertThat(replay("a", 2, 4, 1)).containsExactly("2");
        assertThat(replay("a", 6, Long.MAX_VALUE, 9)).isEmpty();
        assertThat(replay("a", 3, 1, 9)).isEmpty();
        assertThat(replay("somebody else", 1, 9, 9)).isEmpty();
    }

    @Test
    void keepsTheEventsOfSeveralActorsApart() {
        write("a", 1, "a1");
        write("b", 1, "b1", "b2");
        write("a", 2, "a2");

        assertThat(replay("a", 1, 9, 9)).containsExactly("a1", "a2");
        assertThat(replay("b", 1, 9, 9)).containsExactly("b1", "b2");
    }

    @Test
    void rejectsWhatCannotBeSerializedAndGoesOn() {
        write("a", 1, "1");

        journal.tell(
                new JournalProtocol.WriteMessages(
                        CollectionConverters.asScala(
                                        List.of(single(2, "2"), single(3, new Unserializable()), single(4, "4")))
                                .toList(),
                        probe.getRef(),
                        1),
                probe.getRef());

        probe.expectMsgEquals(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
        probe.expectMsgClass(JournalProtocol.WriteMessageSuccess.class);
        JournalProtocol.WriteMessageRejected rejected =
                probe.expectMsgClass(JournalProtocol.WriteMessageRejected.class);
        assertThat(rejected.message().sequenceNr()).isEqualTo(3);
        probe.expectMsgClass(JournalProtocol.WriteMessageSuccess.class);
        assertThat(replay("a", 1, 9, 9)).containsExactly("1", "2", "4");
    }

    @Test
    void failsAWriteWhoseNumberDoesNotFollow() {
        write("a", 1, "1", "2");

        journal.tell(messages("a", 2, "again"), probe.getRef());

        assertThat(probe.expectMsgClass(JournalProtocol.WriteMessagesFailed.class)
                        .cause())
                .hasMessageContaining("second writer");
        probe.expectMsgClass(JournalProtocol.WriteMessageFailure.class);
        // The failure has ended the writer's session: there is none until the journal has been taken over anew.
        await().untilAsserted(() -> assertThat(replay("a", 1, 9, 9)).containsExactly("1", "2"));
    }

    @Test
    void remembersTheHighestNumberOfWhatIsDeletedAlsoAfterARestart() {
        write("a", 1, "1", "2", "3");
        delete("a", 2);
        assertThat(replay("a", 1, 9, 9)).containsExactly("3");
        delete("a", Long.MAX_VALUE);
        stop();
        start();

        assertThat(replay("a", 1, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
        assertThat(highest("a")).isEqualTo(3);
        write("a", 4, "4");
        assertThat(replay("a", 1, 9, 9)).containsExactly("4");
    }

    @Test
    void loadsTheNewestSnapshotThatMeetsTheCriteria() {
        save("a", 1, "one");
        long whenTwo = save("a", 2, "two").timestamp();
        save("a", 3, "three");

        assertThat(load("a", SnapshotSelectionCriteria.latest())).contains("three");
        assertThat(load("a", SnapshotSelectionCriteria.create(2, Long.MAX_VALUE)))
                .contains("two");
        assertThat(load("a", SnapshotSelectionCriteria.create(2, whenTwo))).contains("two");
        assertThat(load("a", SnapshotSelectionCriteria.create(9, 99))).isEmpty();
        assertThat(load("a", SnapshotSelectionCriteria.create(2, Long.MAX_VALUE, 2, 0)))
                .contains("two");
        assertThat(load("a", SnapshotSelectionCriteria.create(2, Long.MAX_VALUE, 3, 0)))
                .isEmpty();
        assertThat(load("b", SnapshotSelectionCriteria.latest())).isEmpty();
    }

    @Test
    void replacesASnapshotOfTheSameNumber() {
        save("a", 1, "one");
        save("a", 1, "another");

        assertThat(load("a", SnapshotSelectionCriteria.latest())).contains("another");
    }

    @Test
    void deletesOneSnapshotAndThoseThatMeetCriteria() {
        save("a", 1, "one");
        save("a", 2, "two");
        save("a", 3, "three");

        snapshots.tell(new SnapshotProtocol.DeleteSnapshot(new SnapshotMetadata("a", 3, 0)), probe.getRef());
        probe.expectMsgClass(DeleteSnapshotSuccess.class);
        assertThat(load("a", SnapshotSelectionCriteria.latest())).contains("two");

        snapshots.tell(
                new SnapshotProtocol.DeleteSnapshots("a", SnapshotSelectionCriteria.create(2, Long.MAX_VALUE)),
                probe.getRef());
        probe.expectMsgClass(DeleteSnapshotsSuccess.class);
        assertThat(load("a", SnapshotSelectionCriteria.latest())).isEmpty();
    }

    @Test
    void keepsSnapshotsAndTheirMetadataOverARestart() {
        SnapshotMetadata metadata = new SnapshotMetadata("a", 7, 700, scala.Option.apply((Object) "told along"));
        snapshots.tell(new SnapshotProtocol.SaveSnapshot(metadata, "state"), probe.getRef());
        probe.expectMsgClass(SaveSnapshotSuccess.class);
        stop();
        start();

        SelectedSnapshot loaded =
                selected("a", SnapshotSelectionCriteria.latest()).orElseThrow();

        assertThat(loaded.snapshot()).isEqualTo("state");
        assertThat(OptionConverters.toJava(loaded.metadata().metadata())).contains("told along");
    }

    @Test
    void keepsAnEventOfSeveralMegabytes() {
        String large = "x".repeat(5_000_000);
        write("a", 1, large);
        stop();
        start();

        assertThat(replay("a", 1, 9, 9)).containsExactly(large);
    }

    private static final class Unserializable {}

    private void write(String persistenceId, long first, String... events) {
        journal.tell(messages(persistenceId, first, events), probe.getRef());
        probe.expectMsgEquals(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
        for (int i = 0; i < events.length; i++) {
            probe.expectMsgClass(JournalProtocol.WriteMessageSuccess.class);
        }
    }

    private JournalProtocol.WriteMessages messages(String persistenceId, long first, String... events) {
        List<PersistentRepr> reprs = new ArrayList<>();
        for (int i = 0; i < events.length; i++) {
            reprs.add(repr(persistenceId, first + i, events[i]));
        }
        AtomicWrite write = new AtomicWrite(CollectionConverters.asScala(reprs).toList());
        return new JournalProtocol.WriteMessages(
                CollectionConverters.asScala(List.<PersistentEnvelope>of(write)).toList(), probe.getRef(), 1);
    }

    private PersistentEnvelope single(long number, Object event) {
        return AtomicWrite.apply(repr("a", number, event));
    }

    private PersistentRepr repr(String persistenceId, long number, Object event) {
        return new PersistentImpl(
                event, number, persistenceId, "", false, probe.getRef(), WRITER, 0, scala.Option.empty());
    }

    private List<String> replay(String persistenceId, long from, long to, long max) {
        journal.tell(new JournalProtocol.ReplayMessages(from, to, max, persistenceId, probe.getRef()), probe.getRef());
        List<String> events = new ArrayList<>();
        while (true) {
            Object message = probe.receiveOne(Duration.ofSeconds(10));
            if (!(message instanceof JournalProtocol.ReplayedMessage replayed)) {
                assertThat(message).isInstanceOf(JournalProtocol.RecoverySuccess.class);
                return events;
            }
            events.add((String) replayed.persistent().payload());
        }
    }

    private long highest(String persistenceId) {
        journal.tell(new JournalProtocol.ReplayMessages(1, 0, 0, persistenceId, probe.getRef()), probe.getRef());
        return probe.expectMsgClass(JournalProtocol.RecoverySuccess.class).highestSequenceNr();
    }

    private void delete(String persistenceId, long to) {
        journal.tell(new JournalProtocol.DeleteMessagesTo(persistenceId, to, probe.getRef()), probe.getRef());
        probe.expectMsgClass(DeleteMessagesSuccess.class);
    }

    /** Akka says when it was saved. */
    private SnapshotMetadata save(String persistenceId, long number, String state) {
        snapshots.tell(
                new SnapshotProtocol.SaveSnapshot(new SnapshotMetadata(persistenceId, number, 0), state),
                probe.getRef());
        return probe.expectMsgClass(SaveSnapshotSuccess.class).metadata();
    }

    private Optional<String> load(String persistenceId, SnapshotSelectionCriteria criteria) {
        return selected(persistenceId, criteria).map(selected -> (String) selected.snapshot());
    }

    private Optional<SelectedSnapshot> selected(String persistenceId, SnapshotSelectionCriteria criteria) {
        snapshots.tell(new SnapshotProtocol.LoadSnapshot(persistenceId, criteria, Long.MAX_VALUE), probe.getRef());
        return OptionConverters.toJava(
                probe.expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class).snapshot());
    }
}
