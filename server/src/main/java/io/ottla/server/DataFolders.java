package io.ottla.server;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * The folders of a node, all formatted for the cluster and node they belong to.
 *
 * @param journal the node's part of the metadata journal
 * @param logDirs the partitions' logs
 * @param clusterId the cluster
 * @param nodeId the node
 * @param journalId the id of the folder of the metadata journal
 */
record DataFolders(Path journal, List<Path> logDirs, String clusterId, int nodeId, UUID journalId) {
    /** The ids of the log directories, in their order. */
    List<Uuid> logDirIds() {
        return logDirs.stream().map(DataFolders::directoryId).toList();
    }

    private static Uuid directoryId(Path folder) {
        return MetaProperties.load(folder)
                .map(MetaProperties::directoryId)
                .orElseThrow(() -> new IllegalStateException(folder + " is not formatted"));
    }
}
