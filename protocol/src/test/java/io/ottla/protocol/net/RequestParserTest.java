package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.protocol.api.ApiHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestParserTest {
    private static final int CORRELATION_ID = 42;

    private final RequestParser parser = new RequestParser(ApiHandlers.of(List.of(
            TestHandler.of(ApiKeys.API_VERSIONS),
            TestHandler.of(ApiKeys.METADATA),
            new TestHandler(ApiKeys.PRODUCE, 0, 13))));

    @Test
    void readsHeaderAndBody() {
        ParsedRequest request =
                parser.parse(Frames.request(new MetadataRequestData().setTopics(null), 12, CORRELATION_ID));

        assertThat(request).isInstanceOfSatisfying(ParsedRequest.Call.class, call -> {
            assertThat(call.api()).isEqualTo(ApiKeys.METADATA);
            assertThat(call.header().clientId()).isEqualTo("client");
            assertThat(call.header().correlationId()).isEqualTo(CORRELATION_ID);
            assertThat(((MetadataRequestData) call.body()).topics()).isNull();
            assertThat(call.wantsResponse()).isTrue();
        });
    }

    @Test
    void answersAnUnknownVersionOfApiVersionsInVersionZero() {
        ByteBuffer fromTheFuture = Frames.request(new ApiVersionsRequestData(), 5, CORRELATION_ID);
        fromTheFuture.putShort(2, (short) 99);

        ParsedRequest request = parser.parse(fromTheFuture);

        assertThat(request).isInstanceOfSatisfying(ParsedRequest.Answered.class, answered -> {
            ApiVersionsResponseData response = (ApiVersionsResponseData) answered.response();
            assertThat(answered.responseVersion()).isZero();
            assertThat(answered.header().correlationId()).isEqualTo(CORRELATION_ID);
            assertThat(response.errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
            assertThat(response.apiKeys().find(ApiKeys.API_VERSIONS.id).maxVersion())
                    .isEqualTo((short) 5);
        });
    }

    @Test
    void knowsThatAcksZeroWantsNoResponse() {
        ParsedRequest request =
                parser.parse(Frames.request(new ProduceRequestData().setAcks((short) 0), 9, CORRELATION_ID));

        assertThat(((ParsedRequest.Call) request).wantsResponse()).isFalse();
    }

    @Test
    void refusesAnUnsupportedVersionOfAnyOtherApi() {
        ByteBuffer request = Frames.request(new MetadataRequestData(), 12, CORRELATION_ID);
        request.putShort(2, (short) 99);

        assertThatThrownBy(() -> parser.parse(request))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("METADATA request v99");
    }

    @Test
    void refusesAnApiThatIsNotServed() {
        assertThatThrownBy(() -> parser.parse(header(ApiKeys.ELECT_LEADERS.id))).hasMessageContaining("not served");
        assertThatThrownBy(() -> parser.parse(header((short) 9999))).hasMessageContaining("unknown API 9999");
        assertThatThrownBy(() -> parser.parse(header((short) -1))).hasMessageContaining("unknown API -1");
    }

    @Test
    void refusesARequestThatEndsTooEarly() {
        ByteBuffer whole = Frames.request(new MetadataRequestData().setTopics(null), 12, CORRELATION_ID);

        for (int length = FrameDecoder.MIN_FRAME_BYTES; length < whole.remaining() - 1; length++) {
            ByteBuffer cut = whole.duplicate().limit(length).slice();
            assertThatThrownBy(() -> parser.parse(cut)).isInstanceOf(InvalidRequestException.class);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsOrRefusesAnyBytes(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[FrameDecoder.MIN_FRAME_BYTES + random.nextInt(200)];
        random.nextBytes(bytes);
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        frame.putShort(0, random.nextBoolean() ? ApiKeys.METADATA.id : ApiKeys.PRODUCE.id);
        frame.putShort(2, (short) random.nextInt(14));

        try {
            assertThat(parser.parse(frame)).isNotNull();
        } catch (InvalidRequestException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }

    private static ByteBuffer header(short apiKey) {
        return ByteBuffer.allocate(32).putShort(0, apiKey);
    }
}
