package io.ottla.actors.membership;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.ottla.actors.membership.state.Grants;
import io.ottla.actors.membership.state.Proposal;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What membership keeps in the quorum folder, as JSON: {@code bootstrap.json} (the folder's id, the proposal it holds and
 * whether that is valid), {@code members.json} (where other nodes were last) and {@code grant.json} (whom it let begin). Each
 * is replaced atomically and is on disk when a method returns; the thread that calls waits for that.
 */
final class MembershipFiles {
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final Path folder;

    MembershipFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The folder's part in beginning a cluster.
     *
     * @param directoryId the folder's id
     * @param proposal the proposal it holds
     * @param valid whether that is known to be valid
     */
    record Bootstrapped(UUID directoryId, Optional<Proposal> proposal, boolean valid) {
        Bootstrapped holding(Proposal other) {
            return new Bootstrapped(directoryId, Optional.of(other), false);
        }

        Bootstrapped founding(Proposal agreed) {
            return new Bootstrapped(directoryId, Optional.of(agreed), true);
        }
    }

    /**
     * Everything that is there.
     *
     * @param members where other nodes were when this one last ran
     * @param grantedTo whom it granted so lately that the grant may still bind
     */
    record Stored(Bootstrapped bootstrapped, List<NodeAddress> members, Optional<NodeAddress> grantedTo) {}

    private record Members(List<NodeAddress> addresses) {}

    private record LastGrant(NodeAddress to, long atEpochMs) {}

    /** What is there; for a new folder an id is drawn, and is on disk before anyone is told of it. */
    Stored read(long nowEpochMs) {
        return new Stored(bootstrapped(), members(), grantedWithin(Grants.BINDS_MS, nowEpochMs));
    }

    private Bootstrapped bootstrapped() {
        return load("bootstrap.json", Bootstrapped.class).orElseGet(() -> {
            Bootstrapped fresh = new Bootstrapped(UUID.randomUUID(), Optional.empty(), false);
            save(fresh);
            return fresh;
        });
    }

    void save(Bootstrapped bootstrapped) {
        write("bootstrap.json", bootstrapped);
    }

    private List<NodeAddress> members() {
        return load("members.json", Members.class).map(Members::addresses).orElse(List.of());
    }

    void saveMembers(List<NodeAddress> addresses) {
        write("members.json", new Members(addresses));
    }

    /** A clock that was set back counts as lately. */
    private Optional<NodeAddress> grantedWithin(long bindsMs, long nowEpochMs) {
        return load("grant.json", LastGrant.class)
                .filter(grant -> nowEpochMs - grant.atEpochMs() < bindsMs)
                .map(LastGrant::to);
    }

    void saveGrant(NodeAddress to, long nowEpochMs) {
        write("grant.json", new LastGrant(to, nowEpochMs));
    }

    private <T> Optional<T> load(String name, Class<T> type) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(file.toFile(), type));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": restore it from a backup", e);
        }
    }

    private void write(String name, Object content) {
        Path next = folder.resolve(name + ".next");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(content));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(name), e);
        }
    }
}
