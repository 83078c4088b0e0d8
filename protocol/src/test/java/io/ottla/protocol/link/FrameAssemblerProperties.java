package io.ottla.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameAssemblerProperties {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void putsResponsesTogetherHoweverTheyArrive(long seed) {
        Random random = new Random(seed);
        List<byte[]> sent = new ArrayList<>();
        ByteString stream = ByteString.emptyByteString();
        for (int i = 0; i < 20; i++) {
            byte[] body = new byte[1 + random.nextInt(random.nextBoolean() ? 10 : 200_000)];
            random.nextBytes(body);
            sent.add(body);
            stream = stream.concat(ByteString.fromArray(
                            ByteBuffer.allocate(4).putInt(body.length).array()))
                    .concat(ByteString.fromArray(body));
        }
        List<byte[]> got = new ArrayList<>();
        FrameAssembler frames = new FrameAssembler(new FrameBuffers(), 1 << 20, frame -> {
            byte[] body = new byte[frame.buffer().remaining()];
            frame.buffer().get(body);
            got.add(body);
            frame.reuseIfFree();
        });

        while (!stream.isEmpty()) {
            int chunk = Math.min(stream.length(), 1 + random.nextInt(random.nextBoolean() ? 5 : 100_000));
            frames.feed(stream.take(chunk));
            stream = stream.drop(chunk);
        }

        assertThat(got).as("seed %d", seed).hasSize(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            assertThat(Arrays.equals(got.get(i), sent.get(i)))
                    .as("seed %d: response %d", seed, i)
                    .isTrue();
        }
    }

    @Test
    void memoryThatIsStillReadInIsNotUsedForTheNextResponse() {
        FrameBuffers buffers = new FrameBuffers();
        Frame first = buffers.take(10);
        first.retain();
        first.reuseIfFree();

        Frame second = buffers.take(10);
        first.release();
        Frame third = buffers.take(10);

        assertThat(second.buffer()).isNotSameAs(first.buffer());
        assertThat(third.buffer()).isSameAs(first.buffer());
    }

    @Test
    void refusesALengthThatNoResponseHas() {
        FrameAssembler frames = new FrameAssembler(new FrameBuffers(), 1_000, Frame::reuseIfFree);

        assertThatThrownBy(() -> frames.feed(ByteString.fromString("HTTP/1.1 400 Bad Request")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected 1 to 1000");
    }
}
