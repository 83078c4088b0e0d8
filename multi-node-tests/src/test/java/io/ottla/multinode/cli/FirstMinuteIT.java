package io.ottla.multinode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.Ottla;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What README asks a newcomer to type. */
class FirstMinuteIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void producesAndTails() {
        ottla("produce", "t").input("foo\n").output();
        assertThat(ottla("tail", "t").output()).isEqualTo("foo\n");
    }

    @Test
    void producesKeysAndHeadersIntoATopicOfItsOwn() {
        assertThat(ottla("topic", "create", "orders", "--partitions", "3", "--config", "retention.ms=86400000")
                        .output())
                .contains("orders", "3 partitions");
        ottla("produce", "orders", "--key-separator", ":", "--header", "shop=prague")
                .input("alice:1 tea\nbob:2 coffee\n")
                .output();
        assertThat(ottla("tail", "orders", "--from", "beginning", "--keys", "--headers")
                        .output()
                        .lines())
                .containsExactlyInAnyOrder("shop=prague\talice\t1 tea", "shop=prague\tbob\t2 coffee");
        assertThat(ottla("topic", "describe", "orders").output()).contains("retention.ms=86400000", "PARTITION");
    }

    @Test
    void answersHealthAndMetrics() throws IOException, InterruptedException {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("# TYPE", "kafka_");
    }

    @Test
    void endsCleanlyWhenAsked() {
        assertThat(NODE.process().terminate()).isZero();
        assertNothingAlarming();
        NODE.process().restart();
        assertNothingAlarming();
    }

    /** Other warnings may be true on a busy machine. */
    private static void assertNothingAlarming() {
        assertThat(NODE.process().log())
                .doesNotContain("ERROR", "the controller has lost the metadata journal", "Upstream failed");
    }

    private static ClientProcess ottla(String... words) {
        return Ottla.at(NODE.bootstrap(), words);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + NODE.process().addresses().http() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
