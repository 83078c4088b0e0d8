package io.ottla.actors.journal;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The newest voters this folder knows of, as text: {@code epoch index} first, then {@code node directory host port} for each.
 * It tells a node that is no voter where to look, and every node of a new cluster with whom to begin.
 */
final class VotersFile {
    private VotersFile() {}

    /** The voters in this file, if there is one. */
    static Optional<KnownVoters> load(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            String[] first = lines.get(0).split(" ", -1);
            List<VoterAt> voters = lines.stream().skip(1).map(VotersFile::voter).toList();
            return Optional.of(new KnownVoters(Long.parseLong(first[0]), Long.parseLong(first[1]), voters));
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new JournalDamagedException("the list of voters in " + file + " is unreadable (" + e.getMessage()
                    + "). Restore the data folder from a backup, or start with an empty one.");
        }
    }

    /** Keeps the voters: on disk when this returns, the old ones until then. */
    static void save(Path file, KnownVoters known) {
        String text = known.voters().stream()
                .map(voter -> voter.nodeId() + " " + voter.directoryId() + " "
                        + voter.address().host() + " " + voter.address().port() + "\n")
                .collect(Collectors.joining("", known.epoch() + " " + known.index() + "\n", ""));
        try {
            DurableFile.replace(file, StandardCharsets.UTF_8.encode(text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the list of voters in " + file, e);
        }
    }

    private static VoterAt voter(String line) {
        String[] words = line.split(" ", -1);
        return new VoterAt(
                Integer.parseInt(words[0]),
                UUID.fromString(words[1]),
                new NodeAddress(words[2], Integer.parseInt(words[3])));
    }
}
