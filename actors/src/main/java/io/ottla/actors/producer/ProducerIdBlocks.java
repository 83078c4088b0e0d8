package io.ottla.actors.producer;

import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.ControllerClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes blocks of producer ids from the controller and hands them out one by one. Thread-safe. */
public final class ProducerIdBlocks implements ProducerIds {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final int brokerId;
    private final ControllerClient controller;
    private @Nullable CompletionStage<@Nullable Void> refill;
    private long next;
    private long end;

    /** Ids for this broker's clients. */
    public ProducerIdBlocks(int brokerId, ControllerClient controller) {
        this.brokerId = brokerId;
        this.controller = controller;
    }

    @Override
    public synchronized CompletionStage<Long> next() {
        if (next < end) {
            return CompletableFuture.completedFuture(next++);
        }
        CompletionStage<@Nullable Void> running = refill;
        if (running == null) {
            running = controller.allocateProducerIds(brokerId, TIMEOUT).handle(this::refilled);
            refill = running;
        }
        return running.thenCompose(done -> next());
    }

    private synchronized @Nullable Void refilled(Controller.ProducerIdsAllocated block, @Nullable Throwable failure) {
        refill = null;
        if (failure != null) {
            throw new java.util.concurrent.CompletionException(failure);
        }
        next = block.first();
        end = block.first() + block.count();
        return null;
    }
}
