package io.ottla.http.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts lists to their limits and remembers, for one scrape, how much was cut. */
final class Omissions {
    private final Map<Labels, Integer> omitted = new LinkedHashMap<>();

    /**
     * The first items in this order.
     *
     * @param kind what the items are, in the plural, for the gauge that tells how many are missing
     */
    <T> List<T> cut(String kind, int limit, Collection<T> items, Comparator<? super T> order) {
        List<T> shown = items.stream().sorted(order).limit(limit).toList();
        omitted.put(Labels.of("kind", kind), items.size() - shown.size());
        return shown;
    }

    void gather(Families families) {
        families.gauge(
                "ottla_metrics_omitted",
                "Things beyond the limit of time series, which have none of their own",
                omitted,
                Integer::doubleValue);
    }
}
