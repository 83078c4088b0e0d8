package io.ottla.actors.journal;

import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.typesafe.config.Config;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Akka Persistence's journal over the {@link QuorumJournal}: one atomic write is one entry.
 *
 * <p>An event that cannot be serialized is <em>rejected</em>, and its actor goes on; a write whose outcome the disk leaves
 * open <em>fails</em>, and Akka stops its actor.
 */
public final class QuorumJournalPlugin extends AsyncWriteJournal {
    private final QuorumJournal journal = QuorumJournal.get(context().system());
    private final Serialization serialization =
            SerializationExtension.get(context().system());

    /** Made by Akka with the plugin's configuration. */
    public QuorumJournalPlugin(Config unused) {}

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        CompletionStage<List<Optional<Exception>>> outcome = CompletableFuture.completedFuture(new ArrayList<>());
        for (AtomicWrite write : messages) {
            outcome = outcome.thenCompose(before -> write(write).thenApply(rejection -> {
                before.add(rejection);
                return before;
            }));
        }
        return FutureConverters.asScala(outcome.thenApply(all -> all));
    }

    private CompletionStage<Optional<Exception>> write(AtomicWrite write) {
        List<byte[]> events = new ArrayList<>();
        for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
            try {
                events.add(serialization.serialize(event).get());
            } catch (Exception e) {
                if (e instanceof NotSerializableException || e instanceof IllegalArgumentException) {
                    return CompletableFuture.completedFuture(Optional.of(e));
                }
                return CompletableFuture.failedFuture(e);
            }
        }
        String writer = write.payload().head().writerUuid();
        return journal.append(writer, write.persistenceId(), write.lowestSequenceNr(), events)
                .thenApply(done -> Optional.empty());
    }

    @Override
    public Future<@Nullable Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return FutureConverters.asScala(journal.delete(persistenceId, toSequenceNr));
    }

    @Override
    public Future<@Nullable Void> doAsyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Consumer<PersistentRepr> replayCallback) {
        return FutureConverters.asScala(journal.replay(persistenceId, fromSequenceNr, toSequenceNr, max)
                .thenAccept(events -> events.forEach(event -> replayCallback.accept(deserialize(event)))));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        return FutureConverters.asScala(journal.highestSequenceNr(persistenceId));
    }

    private PersistentRepr deserialize(byte[] event) {
        return serialization.deserialize(event, PersistentRepr.class).get();
    }
}
