package io.ottla.testkit.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ottla.http.health.Health;
import io.ottla.testkit.OttlaCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProxyHealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void isNotReadyWhileItsClusterDoesNotAnswerAndAfterwardsWithoutBeingAskedForAnythingElse() {
        try (OttlaCluster broker = OttlaCluster.start();
                ProxyNode proxy = new ProxyNode(
                        broker.bootstrapServers(), settings -> settings.clientTimeout(Duration.ofSeconds(2)))) {
            assertThat(proxy.health().check()).as("nobody has asked it").isInstanceOf(Health.Ready.class);
            assertThat(proxy.client().get("/v3/clusters").status()).isEqualTo(200);
            assertThat(proxy.health().check()).isInstanceOf(Health.Ready.class);

            broker.killBroker(1);
            assertThat(proxy.client().get("/topics").status()).isGreaterThanOrEqualTo(500);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(proxy.health().check()).isInstanceOf(Health.NotReady.class));

            broker.startBroker(1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(proxy.health().check()).isInstanceOf(Health.Ready.class));
        }
    }
}
