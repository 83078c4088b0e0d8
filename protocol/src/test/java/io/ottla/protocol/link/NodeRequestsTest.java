package io.ottla.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.node.LinkContext;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever asks another node gets an answer or a failure: a question that hangs would hold a transaction up for ever. */
class NodeRequestsTest {
    private static final int OTHER = 2;
    private static final int ROUNDS = 30;

    private final ActorTestKit kit = ActorTestKit.create();
    private final MetadataCache metadata = new MetadataCache();
    private final List<Integer> lost = Collections.synchronizedList(new ArrayList<>());
    private final NodeRequests requests = new NodeRequests(new LinkContext(
            kit.system(), 1, metadata, () -> BrokerSettings.of(Map.of()), lost::add, Clock.systemUTC()));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void everyQuestionToANodeThatIsGoneFails() throws Exception {
        otherListensOn(freePort());
        for (int round = 0; round < ROUNDS; round++) {
            assertFails(ask());
        }
        assertThat(lost).contains(OTHER);
    }

    @Test
    void everyQuestionToANodeThatEndsInsteadOfAnsweringFails() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            otherListensOn(other.getLocalPort());
            Thread dying = new Thread(() -> endConnections(other), "dying-node");
            dying.setDaemon(true);
            dying.start();
            for (int round = 0; round < ROUNDS; round++) {
                assertFails(ask());
            }
        }
    }

    /** Closes each connection with something unread, as a killed process does: a reset, or an end if that comes first. */
    private static void endConnections(ServerSocket other) {
        while (!other.isClosed()) {
            try (Socket accepted = other.accept()) {
                accepted.getInputStream().read();
            } catch (IOException closed) {
                // The test is over, or the asking side was faster.
            }
        }
    }

    private CompletableFuture<ApiMessage> ask() {
        return requests.ask(
                        OTHER, new WireCodec(ApiKeys.WRITE_TXN_MARKERS, (short) 2), new WriteTxnMarkersRequestData())
                .toCompletableFuture();
    }

    private static void assertFails(CompletableFuture<ApiMessage> answer) {
        assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    private void otherListensOn(int port) {
        metadata.publish(MetadataReplay.replay(
                metadata.image(),
                List.of(new MetadataEvent.BrokerRegistered(
                        OTHER,
                        new UUID(0, OTHER),
                        "127.0.0.1",
                        port,
                        Optional.empty(),
                        NodeAddress.UNKNOWN,
                        new UUID(1, OTHER),
                        List.of()))));
    }

    private static int freePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        }
    }
}
