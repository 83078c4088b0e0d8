package io.ottla.actors.controller;

import io.ottla.actors.membership.PeerProbe;
import io.ottla.actors.remote.NodeAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Finds those processes gone that a test says are. */
public final class ScriptedProbe implements PeerProbe {
    private final Set<NodeAddress> gone = ConcurrentHashMap.newKeySet();

    /** Nobody listens at this address for nodes any more. */
    public void gone(NodeAddress control, boolean isGone) {
        if (isGone) {
            gone.add(control);
        } else {
            gone.remove(control);
        }
    }

    @Override
    public CompletionStage<Boolean> gone(NodeAddress kafka, NodeAddress control) {
        return gone(control);
    }

    @Override
    public CompletionStage<Boolean> gone(NodeAddress control) {
        return CompletableFuture.completedFuture(gone.contains(control));
    }
}
