package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.ottla.actors.access.Caller;
import io.ottla.actors.node.Pulse;
import io.ottla.protocol.api.ApiHandlers;
import io.ottla.protocol.fetch.SliceRecords;
import io.ottla.protocol.metrics.RequestMetrics;
import io.ottla.storage.LogSlice;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    private static final int MAX_IN_FLIGHT = 4;
    private static final long MAX_QUEUED_BYTES = 100_000;

    private final TestHandler metadata = TestHandler.of(ApiKeys.METADATA);
    private final TestHandler produce = new TestHandler(ApiKeys.PRODUCE, 0, 13);
    private final TestHandler fetch = TestHandler.of(ApiKeys.FETCH);
    private final TestHandler versions = TestHandler.of(ApiKeys.API_VERSIONS);
    private final RequestMetrics metrics = new RequestMetrics();
    private final RequestMemory memory = new RequestMemory(MAX_QUEUED_BYTES);
    private final KafkaPortSettings settings = new KafkaPortSettings(
            List.of(new Listener("PLAINTEXT", "", 0)),
            1,
            1_000_000,
            MAX_IN_FLIGHT,
            MAX_QUEUED_BYTES,
            Duration.ofMinutes(10),
            10,
            10,
            Map.of(),
            -1,
            -1,
            50);
    private final AtomicLong nanos = new AtomicLong();
    private final Connections connections = new Connections(settings);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Connection connection = new Connection(
            new PortContext(
                    settings,
                    new RequestParser(ApiHandlers.of(List.of(metadata, produce, fetch, versions))),
                    memory,
                    metrics,
                    connections,
                    new RateLimitedLog(org.slf4j.helpers.NOPLogger.NOP_LOGGER),
                    new Pulse(nanos::get, unused -> {})),
            channel,
            new Caller(KafkaPrincipal.ANONYMOUS, InetAddress.getLoopbackAddress(), "PLAINTEXT"),
            "test");

    ConnectionTest() {
        channel.pipeline().addLast(connection);
        channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void leavesNothingBehind() {
        channel.close();
        channel.runPendingTasks();
        assertThat(memory.heldBytes()).isZero();
        assertThat(connections.open()).isEmpty();
    }

    @Test
    void sendsAnswersInTheOrderOfTheRequests() {
        send(new MetadataRequestData(), 12, 1);
        send(new MetadataRequestData(), 12, 2);

        metadata.asked(1).reply().complete(new MetadataResponseData().setClusterId("second"));
        channel.runPendingTasks();
        assertThat(channel.outboundMessages()).isEmpty();

        metadata.asked(0).reply().complete(new MetadataResponseData().setClusterId("first"));
        assertThat(receiveMetadata(1).clusterId()).isEqualTo("first");
        assertThat(receiveMetadata(2).clusterId()).isEqualTo("second");
    }

    @Test
    void servesNothingWhileTheNodeFindsOutWhetherTheClusterWentOnWithoutIt() {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        send(new MetadataRequestData(), 12, 1);
        assertThat(metadata.count()).isZero();

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        send(new MetadataRequestData(), 12, 2);
        assertThat(metadata.count()).isEqualTo(2);

        metadata.asked(0).reply().complete(new MetadataResponseData());
        metadata.asked(1).reply().complete(new MetadataResponseData());
        receiveMetadata(1);
        receiveMetadata(2);
    }

    @Test
    void answersAnUnknownVersionOfApiVersions() {
        ByteBuffer request = Frames.request(new ApiVersionsRequestData(), 5, 3);
        request.putShort(2, (short) 77);

        channel.writeInbound(Frames.framed(request));

        ApiVersionsResponseData response = new ApiVersionsResponseData();
        receive(3, (short) 0, response, (short) 0);
        assertThat(response.errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void sendsTheHeaderOfApiVersionsWithoutTaggedFields() {
        send(new ApiVersionsRequestData().setClientSoftwareName("a").setClientSoftwareVersion("1"), 4, 9);
        versions.asked(0).reply().complete(new ApiVersionsResponseData().setErrorCode((short) 7));

        ApiVersionsResponseData response = new ApiVersionsResponseData();
        receive(9, (short) 0, response, (short) 4);
        assertThat(response.errorCode()).isEqualTo((short) 7);
    }

    @Test
    void sendsNoResponseToAcksZero() {
        send(new ProduceRequestData().setAcks((short) 0), 9, 1);
        send(new MetadataRequestData(), 12, 2);

        metadata.asked(0).reply().complete(new MetadataResponseData());
        produce.asked(0).reply().complete(new ProduceResponseData());

        receiveMetadata(2);
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void closesAfterWhatIsAnsweredWhenAHandlerWantsIt() {
        send(new MetadataRequestData(), 12, 1);
        metadata.asked(0).reply().complete(new MetadataResponseData());

        connection.closeAfterReplies();
        channel.runPendingTasks();

        receiveMetadata(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void drainsByAnsweringWhatIsUnderWay() {
        send(new MetadataRequestData(), 12, 1);

        connection.drain();
        send(new MetadataRequestData(), 12, 2);
        assertThat(channel.isOpen()).isTrue();

        metadata.asked(0).reply().complete(new MetadataResponseData());
        receiveMetadata(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(metadata.asked).hasSize(1);
    }

    @Test
    void stopsReadingWhileTooManyRequestsAreUnanswered() {
        for (int i = 0; i < 2 * MAX_IN_FLIGHT; i++) {
            send(new MetadataRequestData(), 12, i);
        }
        assertThat(metadata.asked).hasSize(MAX_IN_FLIGHT);
        assertThat(channel.config().isAutoRead()).isFalse();

        metadata.asked(0).reply().complete(new MetadataResponseData());
        channel.runPendingTasks();
        assertThat(metadata.asked).hasSize(MAX_IN_FLIGHT + 1);

        for (int i = 1; i < 2 * MAX_IN_FLIGHT; i++) {
            metadata.asked(i).reply().complete(new MetadataResponseData());
            channel.runPendingTasks();
        }
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void readsNoNewRequestsWhileThePortsMemoryIsExhausted() {
        send(new MetadataRequestData(), 12, 1);
        memory.hold(MAX_QUEUED_BYTES);
        send(new MetadataRequestData(), 12, 2);
        assertThat(metadata.asked).hasSize(1);
        assertThat(channel.config().isAutoRead()).isFalse();

        memory.release(MAX_QUEUED_BYTES);
        channel.runPendingTasks();

        assertThat(metadata.asked).hasSize(2);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void readsAnotherNodesRequestsHoweverMuchMemoryTheClientsHold() {
        metadata.onHandle = context -> context.connection().servesCluster();
        memory.hold(MAX_QUEUED_BYTES);

        send(new MetadataRequestData(), 12, 1);
        memory.hold(MAX_QUEUED_BYTES);
        send(new MetadataRequestData(), 12, 2);

        assertThat(metadata.asked).hasSize(2);
        memory.release(2 * MAX_QUEUED_BYTES);
    }

    @Test
    void keepsARequestsMemoryWhileAHandlerRetainsIt() {
        send(new ProduceRequestData().setAcks((short) 1), 9, 1);
        assertThat(memory.heldBytes()).isZero();

        TestHandler retaining = produce;
        retaining.onHandle = context -> context.buffer().retain();
        send(new ProduceRequestData().setAcks((short) 1), 9, 2);
        assertThat(memory.heldBytes()).isPositive();

        retaining.asked(1).context().buffer().release();
        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void answersUnknownServerErrorWhenAHandlerThrows() {
        metadata.onHandle = context -> {
            throw new IllegalStateException("broken");
        };

        send(
                new MetadataRequestData()
                        .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("t"))),
                12,
                1);

        MetadataResponseData response = receiveMetadata(1);
        assertThat(response.topics().find("t").errorCode()).isEqualTo(Errors.UNKNOWN_SERVER_ERROR.code());
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void closesOnGarbage() {
        channel.writeInbound(Unpooled.buffer().writeInt(-5));
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(metrics.badRequests()).isEqualTo(1);
    }

    @Test
    void closesOnAnUnsupportedVersionAfterAnsweringWhatCameBefore() {
        send(new MetadataRequestData(), 12, 1);
        metadata.asked(0).reply().complete(new MetadataResponseData());
        ByteBuffer unsupported = Frames.request(new MetadataRequestData(), 12, 2);
        unsupported.putShort(2, (short) 55);

        channel.writeInbound(Frames.framed(unsupported));

        receiveMetadata(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesWhenNothingHasMovedForTooLong() {
        connection.closeIfIdle(System.nanoTime());
        assertThat(channel.isOpen()).isTrue();

        connection.closeIfIdle(System.nanoTime() + Duration.ofMinutes(11).toNanos());
        assertThat(channel.isOpen()).isFalse();
        assertThat(metrics.idleConnectionsClosed()).isEqualTo(1);
    }

    @Test
    void releasesTheSlicesOfAnAnswerThatCanNoLongerBeSent(@TempDir Path folder) {
        try (LogSlices logs = new LogSlices(folder)) {
            send(new FetchRequestData(), 12, 1);
            send(new FetchRequestData(), 12, 2);
            channel.close();
            LogSlice slice = logs.slice(100_000);

            fetch.asked(1).reply().complete(fetchResponse(slice));
            channel.runPendingTasks();

            org.assertj.core.api.Assertions.assertThatThrownBy(slice::release).hasMessageContaining("twice");
        }
    }

    @Test
    void callsTimersOffWhenItCloses() {
        AtomicBoolean ran = new AtomicBoolean();
        connection.schedule(() -> ran.set(true), 1000);

        channel.close();
        channel.advanceTimeBy(2, java.util.concurrent.TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(ran).isFalse();
    }

    @Test
    void countsRequests() {
        send(new MetadataRequestData(), 12, 1);
        metadata.asked(0).reply().complete(new MetadataResponseData());
        receiveMetadata(1);

        assertThat(metrics.of(ApiKeys.METADATA).requests()).isEqualTo(1);
        assertThat(metrics.of(ApiKeys.METADATA).bytesIn()).isPositive();
        assertThat(metrics.of(ApiKeys.METADATA).bytesOut()).isPositive();
        assertThat(metrics.openConnections()).isEqualTo(1);
    }

    private void send(ApiMessage request, int version, int correlationId) {
        channel.writeInbound(Frames.framed(request, version, correlationId));
    }

    private MetadataResponseData receiveMetadata(int correlationId) {
        MetadataResponseData response = new MetadataResponseData();
        receive(correlationId, (short) 1, response, (short) 12);
        return response;
    }

    private void receive(int correlationId, short headerVersion, ApiMessage response, short version) {
        channel.runPendingTasks();
        ByteBuf sent = channel.readOutbound();
        assertThat(sent).as("a response").isNotNull();
        assertThat(sent.readInt()).isEqualTo(sent.readableBytes());
        ByteBufferAccessor reader = new ByteBufferAccessor(sent.nioBuffer());
        assertThat(new ResponseHeaderData(reader, headerVersion).correlationId())
                .isEqualTo(correlationId);
        response.read(reader, version);
        assertThat(reader.remaining()).isZero();
        sent.release();
    }

    private static FetchResponseData fetchResponse(LogSlice slice) {
        FetchResponseData response = new FetchResponseData();
        FetchResponseData.FetchableTopicResponse topic = new FetchResponseData.FetchableTopicResponse();
        topic.partitions().add(new FetchResponseData.PartitionData().setRecords(new SliceRecords(slice)));
        response.responses().add(topic);
        return response;
    }
}
