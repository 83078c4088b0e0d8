package io.ottla.http.metrics;

import io.ottla.http.metrics.BrokerStats.Latency;
import io.ottla.http.metrics.BrokerStats.Network;
import io.ottla.http.metrics.BrokerStats.Requests;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code kafka.network}: requests, errors and times of each API, connections, and requests that wait. */
record RequestFamilies(Collection<Requests> requests, Network network) {
    private static final String REQUESTS = "kafka_network_requestmetrics_";

    void gather(Families families) {
        families.counter(REQUESTS + "requests", "Requests answered", byApi(), Requests::answered)
                .counter(REQUESTS + "errors", "Error codes answered, NONE included", byError(), Long::doubleValue)
                .add(times())
                .gauge(
                        "kafka_network_requestchannel_requestqueuesize",
                        "Requests read and not answered yet",
                        network.queuedRequests())
                .gauge(
                        "kafka_server_socket_server_metrics_connection_count",
                        "Open connections to the Kafka port",
                        byListener(),
                        Integer::doubleValue)
                .counter(
                        "kafka_server_socket_server_metrics_connection_creation",
                        "Connections accepted on the Kafka port",
                        network.accepted());
    }

    private Map<Labels, Requests> byApi() {
        Map<Labels, Requests> byApi = new LinkedHashMap<>();
        requests.forEach(api -> byApi.put(Labels.of("request", api.api()), api));
        return byApi;
    }

    private Map<Labels, Long> byError() {
        Map<Labels, Long> byError = new LinkedHashMap<>();
        requests.forEach(api -> api.errors()
                .forEach((error, count) -> byError.put(Labels.of("error", error, "request", api.api()), count)));
        return byError;
    }

    private Map<Labels, Integer> byListener() {
        Map<Labels, Integer> byListener = new LinkedHashMap<>();
        network.connections().forEach((listener, open) -> byListener.put(Labels.of("listener", listener), open));
        return byListener;
    }

    private SummarySnapshot times() {
        SummarySnapshot.Builder family = SummarySnapshot.builder()
                .name(REQUESTS + "totaltimems")
                .help("Milliseconds from a request's last byte read to its response's last byte handed to the socket");
        requests.forEach(api -> family.dataPoint(point(api)));
        return family.build();
    }

    private static SummaryDataPointSnapshot point(Requests api) {
        Latency time = api.time();
        return SummaryDataPointSnapshot.builder()
                .labels(Labels.of("request", api.api()))
                .count(time.count())
                .sum(time.sum())
                .quantiles(Quantiles.builder()
                        .quantile(0.5, time.p50())
                        .quantile(0.95, time.p95())
                        .quantile(0.99, time.p99())
                        .quantile(0.999, time.p999())
                        .build())
                .build();
    }
}
