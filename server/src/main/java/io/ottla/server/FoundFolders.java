package io.ottla.server;

import io.ottla.actors.journal.QuorumFolder;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.membership.Admission;
import io.ottla.actors.membership.MembershipSettings.Belonging;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of a node as they were found at its start. Folders of another node or of different clusters are refused.
 *
 * @param journal the node's part of the metadata journal
 * @param logDirs the partitions' logs
 * @param absent folders of partitions' logs that cannot be used: their disks failed
 * @param belonging the cluster and node they belong to; empty if they are new
 */
record FoundFolders(Path journal, List<Path> logDirs, List<Path> absent, Optional<Belonging> belonging) {
    private static final Logger log = LoggerFactory.getLogger(FoundFolders.class);
    private static final KnownVoters NO_VOTERS = new KnownVoters(0, 0, List.of());

    /**
     * Looks at the folders and makes those that are not there.
     *
     * @param dataDir holds the journal
     * @param logDirs hold the partitions
     * @param wantedNodeId the number in the node's settings, if any
     * @throws StartFailure if a folder cannot be used
     */
    static FoundFolders look(Path dataDir, List<Path> logDirs, Optional<Integer> wantedNodeId) {
        Path journal = journal(dataDir);
        List<Path> absent = MetaProperties.load(journal).isEmpty() ? List.of() : absent(logDirs);
        List<Path> usable =
                logDirs.stream().filter(dir -> !absent.contains(dir)).toList();
        usable.forEach(FoundFolders::checkUsable);
        List<Path> all = new ArrayList<>(List.of(journal));
        all.addAll(usable);

        List<Formatted> formatted = new ArrayList<>();
        all.forEach(
                folder -> MetaProperties.load(folder).ifPresent(meta -> formatted.add(new Formatted(folder, meta))));
        checkAgreement(formatted, wantedNodeId);
        if (!formatted.isEmpty() && !formatted.get(0).folder().equals(journal)) {
            throw StartFailure.failed(formatted.get(0).folder() + " has been used before, but the metadata journal "
                    + journal + " is missing: restore it from a backup, or choose an empty folder with --data");
        }
        return new FoundFolders(
                journal,
                usable,
                absent,
                formatted.stream()
                        .findFirst()
                        .map(first -> new Belonging(
                                first.meta().clusterId(), first.meta().nodeId())));
    }

    /** The folder of the metadata journal, made if it is not there. */
    static Path journal(Path dataDir) {
        Path journal = dataDir.resolve("quorum");
        checkUsable(journal);
        return journal;
    }

    /**
     * Formats those that are new for this cluster and node; the journal first, so that the others are never met without it.
     *
     * @param reachedAt where other nodes reach this one
     */
    DataFolders format(Admission admission, NodeAddress reachedAt) {
        if (QuorumFolder.read(journal).isEmpty() && belonging.isEmpty()) {
            QuorumFolder.format(journal, admission.firstVoters().orElse(NO_VOTERS), admission.directoryId());
        }
        formatIfNew(
                journal,
                admission,
                new Uuid(
                        admission.directoryId().getMostSignificantBits(),
                        admission.directoryId().getLeastSignificantBits()));
        for (Path logDir : logDirs) {
            formatIfNew(logDir, admission, Uuid.randomUuid());
        }
        QuorumFolder quorum = QuorumFolder.prepare(journal, admission.nodeId(), reachedAt);
        return new DataFolders(journal, logDirs, admission.clusterId(), admission.nodeId(), quorum.directoryId());
    }

    private record Formatted(Path folder, MetaProperties meta) {}

    private static void formatIfNew(Path folder, Admission admission, Uuid directoryId) {
        if (MetaProperties.load(folder).isEmpty()) {
            new MetaProperties(admission.clusterId(), admission.nodeId(), directoryId).save(folder);
        }
    }

    /** A node that has run before does without a log directory whose disk has failed, but not without all of them. */
    private static List<Path> absent(List<Path> logDirs) {
        List<Path> absent = new ArrayList<>();
        for (Path logDir : logDirs) {
            try {
                checkUsable(logDir);
            } catch (StartFailure failure) {
                log.error("{}; what is in it is offline", failure.getMessage());
                absent.add(logDir);
            }
        }
        return absent.size() == logDirs.size() ? List.of() : absent;
    }

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
                        + ": correct --node-id (node.id), or choose another folder with --data");
            }
        }
    }
}
