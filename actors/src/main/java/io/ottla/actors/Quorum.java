package io.ottla.actors;

import io.ottla.actors.journal.state.QuorumDescription;
import java.util.concurrent.CompletionStage;

/** The metadata journal as a node's front doors see it. */
public interface Quorum {
    /** How the copies of the journal stand now, as the nodes that answer tell it. */
    CompletionStage<QuorumDescription> describe();
}
