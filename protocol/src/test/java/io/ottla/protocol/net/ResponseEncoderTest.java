package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCounted;
import io.ottla.protocol.fetch.SliceRecords;
import io.ottla.storage.LogSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.RequestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseEncoderTest {
    private static final int CORRELATION_ID = 77;
    private static final int LARGE = ResponseWriter.MAX_COPIED_SLICE_BYTES * 2;

    @TempDir
    Path folder;

    private LogSlices logs;

    @BeforeEach
    void openLog() {
        logs = new LogSlices(folder);
    }

    @AfterEach
    void closeLog() {
        logs.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sendsTheBytesThatKafkaWouldSend(long seed) throws IOException {
        Random random = new Random(seed);
        short version = (short) (4 + random.nextInt(15));
        List<BaseRecords> slices = new ArrayList<>();
        List<BaseRecords> copies = new ArrayList<>();
        for (int left = random.nextInt(6); left > 0; left--) {
            LogSlice slice = logs.slice(random.nextBoolean() ? random.nextInt(200) : random.nextInt(3 * LARGE));
            copies.add(MemoryRecords.readableRecords(LogSlices.bytesOf(slice)));
            slices.add(new SliceRecords(slice));
        }

        byte[] sent = send(encode(response(slices), version));

        assertThat(sent).isEqualTo(kafkaBytes(response(copies), version));
    }

    @Test
    void sendsLargeSlicesFromTheirFilesAndCopiesSmallOnes() {
        List<BaseRecords> slices = List.of(
                new SliceRecords(logs.slice(10)),
                new SliceRecords(logs.slice(LARGE)),
                new SliceRecords(logs.slice(10)));

        ResponseEncoder.Encoded encoded = encode(response(slices), (short) 12);

        assertThat(encoded.parts()).hasSize(3);
        assertThat(encoded.parts().get(1)).isInstanceOf(SliceRegion.class);
        encoded.parts().forEach(ReferenceCounted::release);
    }

    @Test
    void copiesOnlySoMuchIntoOneResponse() {
        List<BaseRecords> slices = new ArrayList<>();
        int each = ResponseWriter.MAX_COPIED_SLICE_BYTES - 200;
        for (int i = 0; i < 2 * ResponseWriter.MAX_COPIED_BYTES / each; i++) {
            slices.add(new SliceRecords(logs.slice(each)));
        }

        ResponseEncoder.Encoded encoded = encode(response(slices), (short) 12);

        long buffered = encoded.parts().stream()
                .filter(ByteBuf.class::isInstance)
                .mapToLong(part -> ((ByteBuf) part).readableBytes())
                .sum();
        assertThat(buffered).isLessThan(ResponseWriter.MAX_COPIED_BYTES + 10_000);
        encoded.parts().forEach(ReferenceCounted::release);
    }

    @Test
    void releasesEverySliceWhenTheResponseCannotBeWritten() {
        LogSlice slice = logs.slice(LARGE);
        FetchResponseData response = response(List.of(new SliceRecords(slice)));
        response.setSessionId(5);

        // A session cannot be expressed before version 7.
        assertThatThrownBy(() -> encode(response, (short) 4)).isInstanceOf(RuntimeException.class);

        assertThatThrownBy(slice::release).hasMessageContaining("released twice");
    }

    private static ResponseEncoder.Encoded encode(ApiMessage response, short version) {
        Exchange exchange =
                new Exchange(new Exchange.Request(ApiKeys.FETCH, version, CORRELATION_ID, 0, 0, true), answered -> {});
        exchange.complete(response);
        return ResponseEncoder.encode(UnpooledByteBufAllocator.DEFAULT, exchange);
    }

    private static FetchResponseData response(List<BaseRecords> records) {
        FetchResponseData response = new FetchResponseData();
        for (int i = 0; i < records.size(); i++) {
            FetchResponseData.FetchableTopicResponse topic =
                    new FetchResponseData.FetchableTopicResponse().setTopic("topic" + i);
            topic.partitions()
                    .add(new FetchResponseData.PartitionData()
                            .setPartitionIndex(i)
                            .setHighWatermark(i)
                            .setAbortedTransactions(null)
                            .setRecords(records.get(i)));
            response.responses().add(topic);
        }
        return response;
    }

    private static byte[] send(ResponseEncoder.Encoded encoded) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ReferenceCounted part : encoded.parts()) {
            if (part instanceof FileRegion region) {
                while (region.transferred() < region.count()) {
                    region.transferTo(Channels.newChannel(out), region.transferred());
                }
            } else {
                ByteBuf buffer = (ByteBuf) part;
                buffer.readBytes(out, buffer.readableBytes());
            }
            part.release();
        }
        assertThat(out.size()).isEqualTo(encoded.bytes());
        return out.toByteArray();
    }

    private static byte[] kafkaBytes(ApiMessage response, short version) {
        ByteBuffer message = RequestUtils.serialize(
                new ResponseHeaderData().setCorrelationId(CORRELATION_ID),
                ApiKeys.FETCH.responseHeaderVersion(version),
                response,
                version);
        ByteBuf framed = Unpooled.buffer().writeInt(message.remaining()).writeBytes(message);
        byte[] bytes = new byte[framed.readableBytes()];
        framed.readBytes(bytes);
        return bytes;
    }
}
