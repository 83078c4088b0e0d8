package io.ottla.actors.membership;

import io.ottla.actors.remote.NodeAddress;
import java.util.concurrent.CompletionStage;

/** Tells a process that is gone from one that does not answer (safety rule M5). Thread-safe. */
public interface PeerProbe {
    /**
     * Whether nobody listens on either port any more: fresh connects to <em>both</em> are refused or reset. One that connects,
     * or times out, is not gone: it may be stopped, or cut off. The stage never fails.
     *
     * @param kafka the broker's Kafka port
     * @param control its port for other nodes
     */
    CompletionStage<Boolean> gone(NodeAddress kafka, NodeAddress control);

    /** The same for the port of other nodes alone, where the other is not known. */
    CompletionStage<Boolean> gone(NodeAddress control);
}
