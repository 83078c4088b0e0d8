package io.ottla.actors.journal;

import akka.Done;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.snapshot.japi.SnapshotStore;
import com.typesafe.config.Config;
import io.ottla.actors.journal.state.Payload;
import io.ottla.actors.journal.state.StateRange;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Akka Persistence's snapshot store over the {@link QuorumJournal}, in the same session as the journal's plugin: a saved state
 * is an entry of the journal, valid when a majority has it. Events may be deleted up to it from then on.
 */
public final class QuorumSnapshotStore extends SnapshotStore {
    private final QuorumJournal journal = QuorumJournal.get(context().system());
    private final StateCodec codec = new StateCodec(context().system());
    private final Executor here = context().dispatcher();

    /** Made by Akka with the plugin's configuration. */
    public QuorumSnapshotStore(Config unused) {}

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        StateRange range = range(criteria);
        return FutureConverters.asScala(
                journal.look(contents -> contents.stream(persistenceId).flatMap(stream -> stream.newestState(range)))
                        .thenApplyAsync(found -> found.map(codec::decode), here));
    }

    @Override
    public Future<@Nullable Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        try {
            byte[] state = codec.encode(snapshot, metadata);
            return write(new Payload.StateSaved(
                    metadata.persistenceId(), metadata.sequenceNr(), metadata.timestamp(), state));
        } catch (RuntimeException unserializable) {
            return FutureConverters.asScala(CompletableFuture.failedStage(unserializable));
        }
    }

    /** A time of 0 stands for any. */
    @Override
    public Future<@Nullable Void> doDeleteAsync(SnapshotMetadata metadata) {
        long from = metadata.timestamp();
        long to = from == 0 ? Long.MAX_VALUE : from;
        return write(new Payload.StatesDeleted(
                metadata.persistenceId(), new StateRange(metadata.sequenceNr(), metadata.sequenceNr(), from, to)));
    }

    @Override
    public Future<@Nullable Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return write(new Payload.StatesDeleted(persistenceId, range(criteria)));
    }

    private Future<@Nullable Void> write(Payload payload) {
        CompletionStage<@Nullable Void> written = journal.write("", payload).thenAccept(QuorumSnapshotStore::ignore);
        return FutureConverters.asScala(written);
    }

    private static StateRange range(SnapshotSelectionCriteria criteria) {
        return new StateRange(
                criteria.minSequenceNr(), criteria.maxSequenceNr(), criteria.minTimestamp(), criteria.maxTimestamp());
    }

    private static void ignore(Done done) {}
}
