package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.actors.node.Pulse;
import io.ottla.protocol.api.ApiHandlers;
import io.ottla.protocol.api.ApiVersionRange;
import io.ottla.protocol.fetch.SliceRecords;
import io.ottla.protocol.metrics.RequestMetrics;
import io.ottla.storage.LogSlice;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port with real sockets, on whatever transport the machine has. */
class KafkaPortTest {
    private final RequestMetrics metrics = new RequestMetrics();
    private final EchoHandler metadata = new EchoHandler();
    private final TestHandler fetch = TestHandler.of(ApiKeys.FETCH);
    private KafkaPort port = KafkaPort.start(settings(), ApiHandlers.of(List.of(metadata, fetch)), metrics);

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (Socket client = connect()) {
            int requests = 2_000;
            ByteBuffer all = ByteBuffer.allocate(1_000_000);
            for (int i = 0; i < requests; i++) {
                put(all, new MetadataRequestData(), 12, i);
            }
            Thread writer = new Thread(() -> write(client, all.flip()));
            writer.start();

            DataInputStream in = new DataInputStream(client.getInputStream());
            for (int i = 0; i < requests; i++) {
                receive(in, i, new MetadataResponseData(), (short) 12);
            }
        }
    }

    @Test
    void sendsRecordsFromTheirFile(@TempDir Path folder) throws IOException {
        try (LogSlices logs = new LogSlices(folder);
                Socket client = connect()) {
            LogSlice slice = logs.slice(3_000_000);
            ByteBuffer expected = LogSlices.bytesOf(slice);
            fetch.onHandle = context -> {};
            ByteBuffer request = ByteBuffer.allocate(1000);
            put(request, new FetchRequestData(), 12, 5);
            write(client, request.flip());
            Awaitility.await().until(() -> fetch.asked.size() == 1);

            FetchResponseData response = new FetchResponseData();
            FetchResponseData.FetchableTopicResponse topic =
                    new FetchResponseData.FetchableTopicResponse().setTopic("t");
            topic.partitions().add(new FetchResponseData.PartitionData().setRecords(new SliceRecords(slice)));
            response.responses().add(topic);
            fetch.asked(0).reply().complete(response);

            FetchResponseData received = new FetchResponseData();
            receive(new DataInputStream(client.getInputStream()), 5, received, (short) 12);
            MemoryRecords records = (MemoryRecords)
                    received.responses().get(0).partitions().get(0).records();
            assertThat(records.buffer()).isEqualTo(expected);
        }
    }

    @Test
    void servesOthersWhileAThousandConnectionsAreHalfOpen() throws IOException {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Socket socket = connect();
            socket.getOutputStream().write(new byte[] {0, 0, 100, 0, 1});
            silent.add(socket);
        }
        Awaitility.await().until(() -> metrics.openConnections() == 1000);

        try (Socket client = connect()) {
            ByteBuffer request = ByteBuffer.allocate(1000);
            put(request, new MetadataRequestData(), 12, 1);
            write(client, request.flip());
            receive(new DataInputStream(client.getInputStream()), 1, new MetadataResponseData(), (short) 12);
        }
        for (Socket socket : silent) {
            socket.close();
        }
        Awaitility.await().until(() -> metrics.openConnections() == 0);
    }

    @Test
    void closesAConnectionThatSendsGarbage() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(metrics.badRequests()).isEqualTo(1);
    }

    @Test
    void answersNothingUntilItServes() throws IOException {
        KafkaPort early = KafkaPort.bind(settings(), metrics);
        try (Socket client = new Socket()) {
            client.connect(early.addresses().get(0));
            ByteBuffer request = ByteBuffer.allocate(1000);
            put(request, new MetadataRequestData(), 12, 1);
            write(client, request.flip());

            early.serve(ApiHandlers.of(List.of(metadata)), Pulse.STEADY);

            receive(new DataInputStream(client.getInputStream()), 1, new MetadataResponseData(), (short) 12);
        } finally {
            early.close();
        }
    }

    @Test
    void namesTheAddressThatItCannotHave() {
        InetSocketAddress taken = port.addresses().get(0);

        assertThatThrownBy(() -> KafkaPort.bind(
                        KafkaPortSettings.defaults(List.of(new Listener("PLAINTEXT", "127.0.0.1", taken.getPort()))),
                        metrics))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("listener PLAINTEXT cannot listen on")
                .hasMessageContaining(Integer.toString(taken.getPort()));
    }

    @Test
    void answersWhatIsUnderWayBeforeItCloses() throws IOException {
        try (Socket client = connect()) {
            ByteBuffer request = ByteBuffer.allocate(1000);
            put(request, new FetchRequestData(), 12, 5);
            write(client, request.flip());
            Awaitility.await().until(() -> fetch.asked.size() == 1);
            Thread closing = new Thread(port::close);
            closing.start();

            fetch.asked(0).reply().complete(new FetchResponseData());

            DataInputStream in = new DataInputStream(client.getInputStream());
            receive(in, 5, new FetchResponseData(), (short) 12);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void doesNotServeApiVersionsWithoutAHandlerForIt() throws IOException {
        try (Socket client = connect()) {
            ByteBuffer request = ByteBuffer.allocate(1000);
            put(request, new ApiVersionsRequestData(), 0, 5);
            write(client, request.flip());

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static KafkaPortSettings settings() {
        return KafkaPortSettings.defaults(List.of(new Listener("PLAINTEXT", "127.0.0.1", 0)));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(port.addresses().get(0));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void put(ByteBuffer target, ApiMessage body, int version, int correlationId) {
        ByteBuffer request = Frames.request(body, version, correlationId);
        target.putInt(request.remaining()).put(request);
    }

    private static void write(Socket client, ByteBuffer bytes) {
        try {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            client.getOutputStream().write(copy);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void receive(DataInputStream in, int correlationId, ApiMessage response, short version)
            throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        ByteBufferAccessor reader = new ByteBufferAccessor(ByteBuffer.wrap(bytes));
        assertThat(new ResponseHeaderData(reader, (short) 1).correlationId()).isEqualTo(correlationId);
        response.read(reader, version);
        assertThat(reader.remaining()).isZero();
    }

    /** Answers every other request at once and the rest later, from another thread. */
    private static final class EchoHandler implements io.ottla.protocol.api.ApiHandler<ApiMessage, ApiMessage> {
        private int count;

        @Override
        public ApiVersionRange versions() {
            return ApiVersionRange.of(ApiKeys.METADATA, 0, 13);
        }

        @Override
        public void handle(
                io.ottla.protocol.api.RequestContext context,
                ApiMessage request,
                io.ottla.actors.Reply<ApiMessage> reply) {
            if (count++ % 2 == 0) {
                reply.complete(new MetadataResponseData());
            } else {
                java.util.concurrent.ForkJoinPool.commonPool()
                        .execute(() -> reply.complete(new MetadataResponseData()));
            }
        }
    }
}
