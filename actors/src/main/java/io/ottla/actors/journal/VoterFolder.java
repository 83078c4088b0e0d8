package io.ottla.actors.journal;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node comes to its voter's folder (safety rule Q5): formats it where that is its business, opens it, and gives it a new
 * id when what it holds cannot be trusted.
 *
 * @param folder where
 * @param nodeId this node
 * @param address where this node is reached
 * @param alone whether an empty folder is formatted as the only voter of a journal of its own; otherwise as one that joins
 */
record VoterFolder(Path folder, int nodeId, NodeAddress address, boolean alone) {
    private static final Logger log = LoggerFactory.getLogger(VoterFolder.class);

    /**
     * Opens the folder.
     *
     * @throws JournalDamagedException if it is damaged and nobody else has what it held
     */
    VoterStore open() {
        boolean formatted = Files.exists(folder.resolve(QuorumFolder.PROMISE));
        if (!formatted && JournalFile.isUnused(folder.resolve(QuorumFolder.LOG))) {
            format();
        }
        try {
            nameTheOnlyVoter();
            return VoterStore.open(folder);
        } catch (JournalDamagedException damage) {
            beginAnew(damage);
            return VoterStore.open(folder);
        }
    }

    /** The newest voters that this folder heard of. */
    KnownVoters known() {
        return QuorumFolder.newestVoters(folder);
    }

    /** Remembers whom to ask. */
    void remember(KnownVoters known) {
        VotersFile.save(folder.resolve(QuorumFolder.KNOWN_VOTERS), known);
    }

    private void format() {
        UUID directoryId = UUID.randomUUID();
        List<VoterAt> first = alone ? List.of(new VoterAt(nodeId, directoryId, address)) : List.of();
        QuorumFolder.format(folder, new KnownVoters(0, 0, first), directoryId);
    }

    /** The first version knew no voters but the one whose folder it was, and its log named no base. */
    private void nameTheOnlyVoter() {
        Path voters = folder.resolve(QuorumFolder.VOTERS);
        if (Files.notExists(voters) && JournalFile.isOfFirstVersion(folder.resolve(QuorumFolder.LOG))) {
            Promise.load(folder.resolve(QuorumFolder.PROMISE)).ifPresent(promise -> {
                VoterAt only = new VoterAt(nodeId, promise.directoryId(), address);
                VotersFile.save(voters, new KnownVoters(0, 0, List.of(only)));
            });
        }
    }

    /** A voter that forgot something must not vote again under the id by which others know it. */
    private void beginAnew(JournalDamagedException damage) {
        KnownVoters others = known();
        if (isOnlyVoter(others)) {
            throw new JournalDamagedException(damage.getMessage()
                    + ". It is the only copy of the cluster's metadata: restore " + folder + " from a backup.");
        }
        log.error(
                "{}. The other voters have the cluster's metadata; this node sets its copy aside and asks for a new one",
                damage.getMessage());
        try {
            VoterStore.setAside(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set the damaged journal in " + folder + " aside", e);
        }
        remember(others);
        QuorumFolder.format(folder, new KnownVoters(0, 0, List.of()), UUID.randomUUID());
    }

    private boolean isOnlyVoter(KnownVoters known) {
        return known.voters().isEmpty()
                || (known.voters().size() == 1
                        && own().map(known.voters().get(0).directoryId()::equals)
                                .orElse(true));
    }

    private Optional<UUID> own() {
        try {
            return Promise.load(folder.resolve(QuorumFolder.PROMISE)).map(Promise::directoryId);
        } catch (JournalDamagedException unreadable) {
            return Optional.empty();
        }
    }
}
