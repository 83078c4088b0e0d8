package io.ottla.actors.journal;

import akka.Done;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.typesafe.config.Config;
import io.ottla.actors.journal.state.EventStream;
import io.ottla.actors.journal.state.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Akka Persistence's journal over the {@link QuorumJournal}: one atomic write is one entry.
 *
 * <p>An event that cannot be serialized is <em>rejected</em>, and its actor goes on; a write whose outcome is open
 * <em>fails</em>, and Akka stops its actor.
 */
public final class QuorumJournalPlugin extends AsyncWriteJournal {
    private final QuorumJournal journal = QuorumJournal.get(context().system());
    private final Serialization serialization =
            SerializationExtension.get(context().system());
    private final Executor here = context().dispatcher();

    /** Made by Akka with the plugin's configuration. */
    public QuorumJournalPlugin(Config unused) {}

    /** All are on their way at once, in order: they travel, and are forced, together. */
    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        List<CompletableFuture<Optional<Exception>>> writes = new ArrayList<>();
        messages.forEach(write -> writes.add(write(write).toCompletableFuture()));
        CompletionStage<Iterable<Optional<Exception>>> outcomes = CompletableFuture.allOf(
                        writes.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> writes.stream().map(CompletableFuture::join).toList());
        return FutureConverters.asScala(outcomes);
    }

    private CompletionStage<Optional<Exception>> write(AtomicWrite write) {
        List<byte[]> events = new ArrayList<>();
        for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
            try {
                events.add(serialization.serialize(event).get());
            } catch (Exception unserializable) {
                journal.skip(write.persistenceId(), write.highestSequenceNr());
                return CompletableFuture.completedFuture(Optional.of(unserializable));
            }
        }
        String incarnation = write.payload().head().writerUuid();
        return journal.write(incarnation, new Payload.Events(write.persistenceId(), write.lowestSequenceNr(), events))
                .thenApply(done -> Optional.empty());
    }

    @Override
    public Future<@Nullable Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        CompletionStage<@Nullable Void> deleted = journal.write(
                        "", new Payload.EventsDeleted(persistenceId, toSequenceNr))
                .thenAccept(QuorumJournalPlugin::ignore);
        return FutureConverters.asScala(deleted);
    }

    @Override
    public Future<@Nullable Void> doAsyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Consumer<PersistentRepr> replayCallback) {
        return FutureConverters.asScala(journal.look(contents -> contents.stream(persistenceId)
                        .map(stream -> stream.replay(fromSequenceNr, toSequenceNr, max))
                        .orElse(List.of()))
                .thenAcceptAsync(events -> events.forEach(event -> replayCallback.accept(deserialize(event))), here));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        return FutureConverters.asScala(journal.look(contents -> contents.stream(persistenceId)
                .map(EventStream::highestSequenceNr)
                .orElse(0L)));
    }

    private PersistentRepr deserialize(byte[] event) {
        return serialization.deserialize(event, PersistentRepr.class).get();
    }

    private static void ignore(Done done) {}
}
