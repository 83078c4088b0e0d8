package io.ottla.multinode.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A reader on a thread of its own, which goes from node to node as they fail, until it is closed. */
final class Reading implements AutoCloseable {
    private static final long JOIN_MS = 60_000;
    private static final long RETRY_MS = 100;

    private final String name;
    private final HttpReader reader;
    private final List<String> nodes;
    private final List<Taken> taken = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile Optional<Throwable> failure = Optional.empty();

    private Reading(String name, HttpReader reader, List<String> nodes) {
        this.name = name;
        this.reader = reader;
        this.nodes = nodes;
        this.thread = new Thread(this::run, name);
    }

    /** Begins to read, at the first of these nodes. */
    static Reading start(String name, HttpReader reader, List<String> nodes) {
        Reading reading = new Reading(name, reader, nodes);
        reading.thread.start();
        return reading;
    }

    /** Everything it has got, in the order in which it came. Fails when it has met what a client must not meet. */
    List<Taken> taken() {
        failure.ifPresent(thrown -> {
            throw new AssertionError(name + " could not read on", thrown);
        });
        synchronized (taken) {
            return List.copyOf(taken);
        }
    }

    /** The different values among what it has got. */
    Set<String> values() {
        return taken().stream().map(Taken::value).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            reader.close();
            thread.join(JOIN_MS);
            if (thread.isAlive()) {
                throw new IllegalStateException(name + " does not end");
            }
        } catch (IOException gone) {
            throw new UncheckedIOException("the answer for " + name + " cannot be closed", gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private void run() {
        try {
            for (int turn = 0; !closed; turn++) {
                readAt(nodes.get(turn % nodes.size()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            failure = Optional.of(e);
        }
    }

    private void readAt(String node) throws InterruptedException {
        try {
            reader.readAt(node, this::take);
        } catch (IOException ended) {
            // That node is gone or cannot answer now; the next one is asked after a moment.
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        }
    }

    private void take(Taken record) {
        synchronized (taken) {
            taken.add(record);
        }
    }
}
