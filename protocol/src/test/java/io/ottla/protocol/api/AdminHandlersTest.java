package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdminHandlersTest {
    private static final TestBroker NODE = TestBroker.start().withOrders(List.of(1, 2), List.of(2, 3));

    @Test
    void answersEveryVersionThatKafkaDoes() {
        assertThat(AdminHandlers.create(NODE.broker())).allSatisfy(handler -> {
            ApiVersionRange versions = handler.versions();
            assertThat(versions.min()).isEqualTo(versions.api().oldestVersion());
            assertThat(versions.max()).isEqualTo(versions.api().latestVersion(false));
        });
    }

    @ParameterizedTest
    @MethodSource("everyVersion")
    void answersAnEmptyRequest(ApiKeys api, int version) {
        ApiHandler<?, ?> handler = AdminHandlers.create(NODE.broker()).stream()
                .filter(one -> one.versions().api() == api)
                .findFirst()
                .orElseThrow();

        assertThat(ask(handler, version).apiKey()).isEqualTo(api.id);
    }

    private static Stream<Arguments> everyVersion() {
        return AdminHandlers.create(NODE.broker()).stream()
                .map(ApiHandler::versions)
                .flatMap(range -> IntStream.rangeClosed(range.min(), range.max())
                        .mapToObj(version -> Arguments.of(range.api(), version)));
    }

    @SuppressWarnings("unchecked") // The request is made for the handler's own API.
    private static <Q extends ApiMessage, S extends ApiMessage> S ask(ApiHandler<Q, S> handler, int version) {
        ApiMessageType type = ApiMessageType.fromApiKey(handler.versions().api().id);
        return NODE.ask(handler, version, (Q) type.newRequest());
    }
}
