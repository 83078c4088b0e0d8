package io.ottla.actors.membership;

import io.ottla.actors.journal.state.KnownVoters;
import java.util.Optional;
import java.util.UUID;

/**
 * The cluster that a node belongs to from now on; its folders are formatted with it.
 *
 * @param clusterId the cluster
 * @param nodeId the node's number in it
 * @param directoryId the id of its quorum folder
 * @param firstVoters the journal's first voters, if this node begins the cluster with others
 */
public record Admission(String clusterId, int nodeId, UUID directoryId, Optional<KnownVoters> firstVoters) {}
