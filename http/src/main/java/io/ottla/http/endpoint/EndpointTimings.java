package io.ottla.http.endpoint;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long calls took, by endpoint and status, as {@code ottla_http_request_duration_seconds}. Paths are the templates, so
 * that there are no more series than endpoints. Thread-safe.
 */
public final class EndpointTimings implements CallObserver, MultiCollector {
    private static final double[] BOUNDS_SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, Double.POSITIVE_INFINITY
    };

    private final Map<Key, Counts> counts = new ConcurrentHashMap<>();

    private record Key(String method, String path, int status) {}

    private static final class Counts {
        private final LongAdder[] buckets =
                Stream.generate(LongAdder::new).limit(BOUNDS_SECONDS.length).toArray(LongAdder[]::new);
        private final LongAdder nanos = new LongAdder();

        void add(long duration) {
            double seconds = duration / (double) TimeUnit.SECONDS.toNanos(1);
            int bucket = 0;
            while (seconds > BOUNDS_SECONDS[bucket]) {
                bucket++;
            }
            buckets[bucket].increment();
            nanos.add(duration);
        }

        ClassicHistogramBuckets snapshot() {
            return ClassicHistogramBuckets.of(
                    BOUNDS_SECONDS,
                    Arrays.stream(buckets).mapToLong(LongAdder::sum).toArray());
        }
    }

    @Override
    public void answered(Endpoint endpoint, int status, long nanos) {
        Key key = new Key(endpoint.method().value(), endpoint.path().text(), status);
        counts.computeIfAbsent(key, unseen -> new Counts()).add(nanos);
    }

    @Override
    public MetricSnapshots collect() {
        HistogramSnapshot.Builder family = HistogramSnapshot.builder()
                .name("ottla_http_request_duration_seconds")
                .help("From a request's head to its answer's, by route");
        counts.forEach((key, count) -> family.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(Labels.of(
                        "method", key.method(), "route", key.path(), "status", Integer.toString(key.status())))
                .classicHistogramBuckets(count.snapshot())
                .sum(count.nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1))
                .build()));
        return new MetricSnapshots(family.build());
    }
}
