package io.ottla.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSourceTest {
    @Test
    void endsLinesAtLineFeedsAndTheEnd() throws IOException {
        assertThat(lines("a\nb\r\n\n c", 100)).containsExactly("a", "b", "", " c");
        assertThat(lines("a\n", 100)).containsExactly("a");
        assertThat(lines("", 100)).isEmpty();
    }

    @Test
    void refusesALineAboveTheBoundAndNamesIt() {
        assertThatThrownBy(() -> lines("ok\ntoo long", 5))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("line 2 is longer than 5 B");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readsLinesAcrossItsBuffersEdges(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            written.add("x".repeat(random.nextInt(20_000)) + i);
        }

        assertThat(lines(String.join("\n", written), 100_000))
                .as("seed %d", seed)
                .isEqualTo(written);
    }

    private static List<String> lines(String text, int lineBytesMax) throws IOException {
        LineSource source =
                new LineSource(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lineBytesMax);
        List<String> lines = new ArrayList<>();
        for (Optional<byte[]> line = source.next(); line.isPresent(); line = source.next()) {
            lines.add(new String(line.get(), StandardCharsets.UTF_8));
        }
        return lines;
    }
}
