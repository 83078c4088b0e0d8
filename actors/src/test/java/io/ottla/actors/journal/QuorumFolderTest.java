package io.ottla.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.remote.NodeAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuorumFolderTest {
    private static final UUID DIRECTORY = new UUID(1, 2);
    private static final KnownVoters FIRST = new KnownVoters(
            0,
            0,
            List.of(
                    new VoterAt(1, DIRECTORY, new NodeAddress("127.0.0.1", 2551)),
                    new VoterAt(2, new UUID(3, 4), new NodeAddress("::1", 2552))));

    @TempDir
    Path folder;

    @Test
    void readsWhatWasFormatted() {
        QuorumFolder.format(folder, FIRST, DIRECTORY);

        assertThat(QuorumFolder.read(folder)).contains(new QuorumFolder(DIRECTORY, FIRST));
    }

    @Test
    void findsNothingInAFolderThatWasNeverFormatted() {
        assertThat(QuorumFolder.read(folder)).isEmpty();
    }

    @Test
    void refusesToFormatTwice() {
        QuorumFolder.format(folder, FIRST, DIRECTORY);

        assertThatThrownBy(() -> QuorumFolder.format(folder, FIRST, DIRECTORY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(folder.toString());
    }
}
