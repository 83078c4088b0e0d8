package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Consumer groups and transactions: the same request always gets the same bytes, see {@link GoldenFile}. */
class CoordinatorGoldenTest {
    private static final Set<ApiKeys> APIS = Set.of(
            ApiKeys.CONSUMER_GROUP_HEARTBEAT,
            ApiKeys.CONSUMER_GROUP_DESCRIBE,
            ApiKeys.ADD_PARTITIONS_TO_TXN,
            ApiKeys.ADD_OFFSETS_TO_TXN,
            ApiKeys.END_TXN,
            ApiKeys.WRITE_TXN_MARKERS,
            ApiKeys.TXN_OFFSET_COMMIT,
            ApiKeys.DESCRIBE_TRANSACTIONS,
            ApiKeys.LIST_TRANSACTIONS);

    @TempDir
    Path folder;

    private GroupNode node;

    @BeforeEach
    void start() {
        node = new GroupNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void answersAsEverBefore(ApiKeys api, int version) {
        node.ask(
                new InitProducerIdHandler(node.broker()),
                5,
                new InitProducerIdRequestData()
                        .setTransactionalId(CoordinatorGoldenRequests.TRANSACTIONAL_ID)
                        .setTransactionTimeoutMs(60_000));
        node.ask(new ConsumerGroupHeartbeatHandler(node.broker()), 1, (ConsumerGroupHeartbeatRequestData)
                CoordinatorGoldenRequests.heartbeat("known"));
        ApiMessage request = CoordinatorGoldenRequests.of(api, version);

        GoldenFile.check(api, version, request, ask(handler(node.broker(), api), version, request));
    }

    static Stream<Arguments> everyVersion() {
        return APIS.stream()
                .sorted()
                .flatMap(api -> IntStream.rangeClosed(api.oldestVersion(), api.latestVersion())
                        .mapToObj(version -> Arguments.of(api, version)));
    }

    private static ApiHandler<?, ?> handler(Broker broker, ApiKeys api) {
        return Stream.of(GroupHandlers.create(broker), TransactionHandlers.create(broker))
                .flatMap(List::stream)
                .filter(one -> one.versions().api() == api)
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // The request is made for the handler's own API.
    private <Q extends ApiMessage, S extends ApiMessage> S ask(
            ApiHandler<Q, S> handler, int version, ApiMessage request) {
        return node.ask(handler, version, (Q) request);
    }
}
