package io.ottla.actors.membership.state;

import io.ottla.actors.remote.NodeAddress;

/** What a node without a cluster does next. */
public sealed interface BootstrapStep {
    /** Nothing, until more is heard; {@code why} tells the operator what is missing. */
    record Await(String why) implements BootstrapStep {}

    /** Writes this proposal to disk as pending, in the place of any other, and tells the others. */
    record Hold(Proposal proposal) implements BootstrapStep {}

    /** The proposal is valid: its cluster exists, and this node is one of its founders. */
    record Found(Proposal proposal) implements BootstrapStep {}

    /** A cluster exists: this node joins it. */
    record Adopt(String clusterId) implements BootstrapStep {}

    /** Another node was given the same number; one of the two has to end. */
    record SameNodeId(int nodeId, NodeAddress other) implements BootstrapStep {}
}
