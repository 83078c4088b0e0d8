package io.ottla.server;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigValueFactory;
import io.ottla.actors.node.NodeConfig;
import io.ottla.actors.remote.NodeActors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts and ends a node's actor system. */
final class ActorSystems {
    private static final long STOP_TIMEOUT_SECONDS = 30;

    private ActorSystems() {}

    /** Starts one on a thread of its own; it fails when the address for other nodes is in use. */
    static CompletableFuture<ActorSystem<Void>> start(NodeOptions options, FoundFolders folders) {
        CompletableFuture<ActorSystem<Void>> result = new CompletableFuture<>();
        Thread starter = new Thread(
                () -> {
                    try {
                        result.complete(create(options, folders));
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    }
                },
                "ottla-starter");
        starter.start();
        return result;
    }

    private static ActorSystem<Void> create(NodeOptions options, FoundFolders folders) {
        try {
            return ActorSystem.create(
                    Behaviors.empty(),
                    NodeActors.SYSTEM_NAME,
                    NodeConfig.of(
                                    options.reachedAt().nodeAddress().host(),
                                    options.akka().nodeAddress().host(),
                                    options.akka().port(),
                                    folders.journal(),
                                    folders.logDirs().size())
                            // The node formats its folders itself, when it knows what cluster they are for.
                            .withValue("ottla.journal.format-alone", ConfigValueFactory.fromAnyRef(false)));
        } catch (RuntimeException e) {
            throw StartFailure.failed(
                    "cannot listen on " + options.akka() + " for other nodes (" + e.getMessage()
                            + "): choose another address with --akka HOST:PORT",
                    e);
        }
    }

    /** Ends the actor system as a crash does: the other nodes are told nothing. */
    static void end(ActorSystem<?> system) {
        system.terminate();
        Awaits.done(system.getWhenTerminated(), STOP_TIMEOUT_SECONDS);
    }

    /**
     * Leaves the cluster and ends the actor system, if it was started.
     *
     * @param last whether nobody stays of whom leave could be taken: they would not answer any more, and be waited for
     */
    static void stop(CompletableFuture<ActorSystem<Void>> starting, boolean last) {
        try {
            ActorSystem<Void> system = starting.get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (last) {
                system.terminate();
            } else if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
                CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason());
            }
            system.getWhenTerminated().toCompletableFuture().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException neverStarted) {
            return;
        } catch (TimeoutException e) {
            throw new CompletionException("the actor system does not end", e);
        }
    }
}
