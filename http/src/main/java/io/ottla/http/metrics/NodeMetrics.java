package io.ottla.http.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Makes the registry of one node: the broker, the JVM and the process. Other parts bind their own meters to it. */
public final class NodeMetrics {
    private NodeMetrics() {}

    /**
     * A registry that reads everything at the moment of a scrape; nothing runs and nothing listens in between.
     *
     * @param others what other parts of the node have counted
     */
    public static PrometheusMeterRegistry registry(BrokerStats stats, SeriesLimits limits, MultiCollector... others) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        PrometheusRegistry collectors = registry.getPrometheusRegistry();
        collectors.register(new BrokerMetrics(stats, limits));
        JvmMemoryMetrics.builder().register(collectors);
        JvmGarbageCollectorMetrics.builder().register(collectors);
        JvmThreadsMetrics.builder().register(collectors);
        JvmRuntimeInfoMetric.builder().register(collectors);
        ProcessMetrics.builder().register(collectors);
        for (MultiCollector other : others) {
            collectors.register(other);
        }
        return registry;
    }
}
