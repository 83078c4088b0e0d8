package io.ottla.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * The folders of a node, and the node and cluster they belong to. A folder of another node or cluster is refused.
 *
 * @param journal the node's part of the metadata journal
 * @param logDirs the partitions' logs
 * @param clusterId the cluster
 * @param nodeId the node
 */
record DataFolders(Path journal, List<Path> logDirs, String clusterId, int nodeId) {
    /** A node's number when nobody gave it one. */
    private static final int FIRST_NODE_ID = 1;

    /**
     * Looks at the folders and formats those that are new.
     *
     * @param dataDir holds the journal
     * @param logDirs hold the partitions
     * @param wantedNodeId the number in the node's settings, if any
     * @throws StartFailure if a folder cannot be used
     */
    static DataFolders open(Path dataDir, List<Path> logDirs, Optional<Integer> wantedNodeId) {
        Path journal = journal(dataDir);
        List<Path> all = new ArrayList<>(List.of(journal));
        all.addAll(logDirs);
        all.forEach(DataFolders::checkUsable);

        List<Formatted> formatted = new ArrayList<>();
        all.forEach(
                folder -> MetaProperties.load(folder).ifPresent(meta -> formatted.add(new Formatted(folder, meta))));
        checkAgreement(formatted, wantedNodeId);
        if (!formatted.isEmpty() && !formatted.get(0).folder().equals(journal)) {
            throw StartFailure.failed(formatted.get(0).folder() + " has been used before, but the metadata journal "
                    + journal + " is missing: restore it from a backup, or choose an empty folder with --data");
        }
        MetaProperties first = formatted.isEmpty()
                ? new MetaProperties(Uuid.randomUuid().toString(), wantedNodeId.orElse(FIRST_NODE_ID), Uuid.ZERO_UUID)
                : formatted.get(0).meta();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (MetaProperties.load(all.get(i)).isEmpty()) {
                new MetaProperties(first.clusterId(), first.nodeId(), Uuid.randomUuid()).save(all.get(i));
            }
        }
        return new DataFolders(journal, List.copyOf(logDirs), first.clusterId(), first.nodeId());
    }

    /** The id of the folder of the metadata journal. */
    UUID journalId() {
        Uuid id = directoryId(journal);
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** The ids of the log directories, in their order. */
    List<Uuid> logDirIds() {
        return logDirs.stream().map(DataFolders::directoryId).toList();
    }

    private static Uuid directoryId(Path folder) {
        return MetaProperties.load(folder)
                .map(MetaProperties::directoryId)
                .orElseThrow(() -> new IllegalStateException(folder + " is not formatted"));
    }

    /** The folder of the metadata journal, made if it is not there. */
    static Path journal(Path dataDir) {
        Path journal = dataDir.resolve("quorum");
        checkUsable(journal);
        return journal;
    }

    private record Formatted(Path folder, MetaProperties meta) {}

    private static void checkUsable(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StartFailure.failed(
                    "cannot make the folder " + folder + " (" + e.getMessage() + "): choose another with --data", e);
        }
        if (!Files.isWritable(folder)) {
            throw StartFailure.failed("cannot write to the folder " + folder
                    + ": give this user the right to, or choose another with --data");
        }
    }

    private static void checkAgreement(List<Formatted> formatted, Optional<Integer> wantedNodeId) {
        for (Formatted one : formatted) {
            MetaProperties first = formatted.get(0).meta();
            if (!one.meta().clusterId().equals(first.clusterId())) {
                throw StartFailure.failed(
                        one.folder() + " belongs to cluster " + one.meta().clusterId() + ", but "
                                + formatted.get(0).folder() + " to cluster " + first.clusterId()
                                + ": name only folders of one node");
            }
            if (one.meta().nodeId() != wantedNodeId.orElse(first.nodeId())) {
                throw StartFailure.failed(one.folder() + " belongs to node "
                        + one.meta().nodeId() + ", not to node " + wantedNodeId.orElse(first.nodeId())
                        + ": correct node.id, or choose another folder with --data");
            }
        }
    }
}
