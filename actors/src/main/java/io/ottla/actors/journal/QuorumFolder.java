package io.ottla.actors.journal;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A node's folder of the quorum journal, as far as it matters before the node runs.
 *
 * @param directoryId the id it was formatted with
 * @param voters the newest voters it knows of; an empty set if it was formatted for a node that joins
 */
public record QuorumFolder(UUID directoryId, KnownVoters voters) {
    static final String PROMISE = "promise";
    static final String LOG = "journal.log";
    static final String VOTERS = "voters";
    static final String KNOWN_VOTERS = "known-voters";

    /**
     * Formats a folder; on disk when this returns.
     *
     * @param first the first voters of the cluster, of {@code epoch} and {@code index} 0; an empty list on a node that joins
     * @param directoryId the folder's id, drawn by the caller
     * @throws IllegalStateException if the folder is formatted already
     */
    public static void format(Path folder, KnownVoters first, UUID directoryId) {
        if (Files.exists(folder.resolve(PROMISE))) {
            throw new IllegalStateException("the folder " + folder + " holds a journal already");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
        // The promise comes last: a folder that has one is formatted.
        VotersFile.save(folder.resolve(VOTERS), first);
        try {
            DurableFile.replace(folder.resolve(LOG), new Frame.Base(0, 0, 0).encode());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal in " + folder, e);
        }
        new Promise(0, new UUID(0, 0), directoryId).save(folder.resolve(PROMISE));
    }

    /**
     * What a folder holds; empty if it was never formatted.
     *
     * @throws JournalDamagedException if it cannot be read
     */
    public static Optional<QuorumFolder> read(Path folder) {
        return Promise.load(folder.resolve(PROMISE))
                .map(promise -> new QuorumFolder(promise.directoryId(), newestVoters(folder)));
    }

    /**
     * Makes a formatted folder fit for use, before its node says by which id it is known: one of an earlier version is
     * completed, and one that cannot be trusted is set aside for one with a new id, if others have what it held (safety rule
     * Q5).
     *
     * @param nodeId the folder's node
     * @param address where that node is reached
     * @throws JournalDamagedException if it cannot be trusted, and is the only one
     */
    public static QuorumFolder prepare(Path folder, int nodeId, NodeAddress address) {
        try (VoterStore store = new VoterFolder(folder, nodeId, address, false).open()) {
            return new QuorumFolder(store.stored().directoryId(), newestVoters(folder));
        }
    }

    /** The newest voters that the folder was formatted with or heard of. */
    static KnownVoters newestVoters(Path folder) {
        return voters(folder.resolve(VOTERS)).orNewer(voters(folder.resolve(KNOWN_VOTERS)));
    }

    private static KnownVoters voters(Path file) {
        return VotersFile.load(file).orElse(new KnownVoters(0, 0, List.of()));
    }
}
