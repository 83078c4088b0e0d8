package io.ottla.protocol.api;

import io.ottla.actors.LogDirs;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same request always gets the same bytes. One file for each API and version has both, to read and in hex; a wanted
 * change is written into them by running this test with {@code -Dgolden.write=true}.
 */
class AdminGoldenTest {
    @ParameterizedTest
    @MethodSource("everyVersion")
    void answersAsEverBefore(ApiKeys api, int version) {
        TestBroker node = TestBroker.start().withOrders(List.of(1, 2), List.of(2, 3));
        node.logDirs.add(new LogDirs.Description("/data/a", false, 1000, 300));
        ApiMessage request = GoldenRequests.of(api, version);
        ApiMessage response = ask(node, handler(node, api), version, request);

        GoldenFile.check(api, version, request, response);
    }

    private static Stream<Arguments> everyVersion() {
        return AdminHandlers.create(TestBroker.start().broker()).stream()
                .map(ApiHandler::versions)
                .flatMap(range -> IntStream.rangeClosed(range.min(), range.max())
                        .mapToObj(version -> Arguments.of(range.api(), version)));
    }

    private static ApiHandler<?, ?> handler(TestBroker node, ApiKeys api) {
        return AdminHandlers.create(node.broker()).stream()
                .filter(one -> one.versions().api() == api)
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // The request is made for the handler's own API.
    private static <Q extends ApiMessage, S extends ApiMessage> S ask(
            TestBroker node, ApiHandler<Q, S> handler, int version, ApiMessage request) {
        return node.ask(handler, version, (Q) request);
    }
}
