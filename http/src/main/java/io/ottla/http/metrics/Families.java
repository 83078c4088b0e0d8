package io.ottla.http.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The metric families of one scrape, gathered one after the other. Used by one thread and thrown away. */
final class Families {
    private final List<MetricSnapshot> gathered = new ArrayList<>();

    /** A gauge with one value. */
    Families gauge(String name, String help, double value) {
        return gauge(name, help, Map.of(Labels.EMPTY, value), point -> point);
    }

    /** A gauge with one value for each of the labelled things. */
    <T> Families gauge(String name, String help, Map<Labels, T> things, ToDoubleFunction<? super T> value) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        things.forEach((labels, thing) ->
                family.dataPoint(new GaugeDataPointSnapshot(value.applyAsDouble(thing), labels, null)));
        return add(family.build());
    }

    /** A counter with one value; the formats append {@code _total} to its name. */
    Families counter(String name, String help, long value) {
        return counter(name, help, Map.of(Labels.EMPTY, value), Long::doubleValue);
    }

    /** A counter with one value for each of the labelled things. */
    <T> Families counter(String name, String help, Map<Labels, T> things, ToDoubleFunction<? super T> value) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        things.forEach((labels, thing) ->
                family.dataPoint(new CounterDataPointSnapshot(value.applyAsDouble(thing), labels, null, 0L)));
        return add(family.build());
    }

    /** A family that is neither gauge nor counter. */
    Families add(MetricSnapshot family) {
        gathered.add(family);
        return this;
    }

    MetricSnapshots all() {
        return new MetricSnapshots(gathered);
    }
}
