package io.ottla.actors.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The node's current {@link MetadataImage}: advanced by the node actor alone, read by everyone. */
public final class MetadataCache {
    private volatile MetadataImage current = MetadataImage.EMPTY;
    private final NavigableMap<Long, List<Runnable>> waiting = new TreeMap<>();

    /** The newest image this node has applied: its partitions are started and their handles registered. */
    public MetadataImage image() {
        return current;
    }

    /** Completes with {@code value} once the image includes this event; at once if it does. */
    public <T> CompletableFuture<T> reached(long sequenceNr, T value) {
        synchronized (waiting) {
            if (current.sequenceNr() >= sequenceNr) {
                return CompletableFuture.completedFuture(value);
            }
            CompletableFuture<T> result = new CompletableFuture<>();
            waiting.computeIfAbsent(sequenceNr, unused -> new ArrayList<>()).add(() -> result.complete(value));
            return result;
        }
    }

    /** Makes an image current and completes who waited for it, on the caller's thread. */
    public void publish(MetadataImage image) {
        List<Runnable> due = new ArrayList<>();
        synchronized (waiting) {
            current = image;
            NavigableMap<Long, List<Runnable>> reached = waiting.headMap(image.sequenceNr(), true);
            reached.values().forEach(due::addAll);
            reached.clear();
        }
        due.forEach(Runnable::run);
    }
}
