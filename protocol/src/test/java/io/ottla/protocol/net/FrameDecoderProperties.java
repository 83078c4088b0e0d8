package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderProperties {
    private static final int MAX_FRAME_BYTES = 200_000;

    private final RequestMemory memory = new RequestMemory(Long.MAX_VALUE / 4);
    private final FrameDecoder decoder = new FrameDecoder(UnpooledByteBufAllocator.DEFAULT, memory, MAX_FRAME_BYTES);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void cutsTheSameRequestsHoweverTheBytesArrive(long seed) throws BadFrameException {
        Random random = new Random(seed);
        List<byte[]> sent = randomRequests(random);
        ByteBuf stream = Unpooled.buffer();
        sent.forEach(request -> stream.writeInt(request.length).writeBytes(request));

        List<byte[]> received = new ArrayList<>();
        while (stream.isReadable()) {
            ByteBuf chunk = stream.readSlice(1 + random.nextInt(Math.min(stream.readableBytes(), chunkBytes(random))));
            receiveAll(chunk, received);
        }

        assertThat(received).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(received.get(i)).isEqualTo(sent.get(i));
        }
        assertThat(decoder.insideFrame()).isFalse();
        assertThat(memory.heldBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {Integer.MIN_VALUE, -1, 0, FrameDecoder.MIN_FRAME_BYTES - 1, MAX_FRAME_BYTES + 1, Integer.MAX_VALUE})
    void refusesALengthThatNoRequestHas(int length) {
        ByteBuf in = Unpooled.buffer().writeInt(length).writeLong(0);

        assertThatThrownBy(() -> decoder.next(in))
                .isInstanceOf(BadFrameException.class)
                .hasMessageContaining(Integer.toString(length));
    }

    @Test
    void holdsNoMoreThanFourTimesWhatHasCome() throws BadFrameException {
        int arrived = 10_000;
        ByteBuf in = Unpooled.buffer().writeInt(MAX_FRAME_BYTES).writeZero(arrived);

        assertThat(decoder.next(in)).isNull();

        assertThat(memory.heldBytes()).isBetween((long) arrived, 4L * arrived + FrameDecoder.FRAME_OVERHEAD_BYTES);
        assertThat(decoder.insideFrame()).isTrue();
    }

    @Test
    void holdsNothingForALengthAlone() throws BadFrameException {
        assertThat(decoder.next(Unpooled.buffer().writeInt(MAX_FRAME_BYTES))).isNull();

        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void givesTheMemoryOfAHalfReadRequestBackWhenClosed() throws BadFrameException {
        assertThat(decoder.next(Unpooled.buffer().writeInt(1000).writeZero(10))).isNull();

        decoder.close();

        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void countsARequestUntilItsLastHolderReleasesIt() throws BadFrameException {
        RequestFrame frame = decoder.next(Unpooled.buffer().writeInt(100).writeZero(100));
        frame.retain();

        frame.release();
        long heldByOne = memory.heldBytes();
        frame.release();

        assertThat(heldByOne).isGreaterThanOrEqualTo(100);
        assertThat(memory.heldBytes()).isZero();
    }

    private void receiveAll(ByteBuf chunk, List<byte[]> received) throws BadFrameException {
        for (RequestFrame frame = decoder.next(chunk); frame != null; frame = decoder.next(chunk)) {
            ByteBuffer bytes = frame.bytes();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            received.add(copy);
            frame.release();
        }
        assertThat(chunk.isReadable()).isFalse();
    }

    private static List<byte[]> randomRequests(Random random) {
        List<byte[]> requests = new ArrayList<>();
        for (int left = 1 + random.nextInt(20); left > 0; left--) {
            int bound = random.nextInt(10) == 0 ? MAX_FRAME_BYTES : 500;
            byte[] request =
                    new byte[FrameDecoder.MIN_FRAME_BYTES + random.nextInt(bound - FrameDecoder.MIN_FRAME_BYTES)];
            random.nextBytes(request);
            requests.add(request);
        }
        return requests;
    }

    private static int chunkBytes(Random random) {
        return random.nextBoolean() ? 3 : 65_536;
    }
}
