package io.ottla.actors.node;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * Who a node is.
 *
 * @param nodeId its number in the cluster
 * @param clusterId the cluster it belongs to
 * @param incarnation drawn anew at every start
 * @param advertisedHost where clients reach it
 * @param advertisedPort where clients reach it
 * @param rack where it stands, if told
 * @param quorumDirectoryId the folder of its part of the metadata journal
 * @param logDirIds the ids of all its log directories
 * @param cleanShutdownEpoch the broker epoch of its last clean shutdown, -1 if that was not clean
 */
public record NodeIdentity(
        int nodeId,
        String clusterId,
        UUID incarnation,
        String advertisedHost,
        int advertisedPort,
        Optional<String> rack,
        UUID quorumDirectoryId,
        List<Uuid> logDirIds,
        long cleanShutdownEpoch) {}
