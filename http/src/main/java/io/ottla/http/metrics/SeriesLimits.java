package io.ottla.http.metrics;

/**
 * How much of what users name may become time series: a scrape must neither fill this node's heap nor the monitoring's. What
 * is beyond is left out, in the order of names, so that every node of a cluster shows the same topics and a series does not
 * come and go with traffic; {@code ottla_metrics_omitted} says how much. Totals always count everything.
 *
 * @param topics topics shown one by one
 * @param partitions partitions shown one by one
 * @param groupOffsets (group, partition) pairs shown one by one
 */
public record SeriesLimits(int topics, int partitions, int groupOffsets) {
    /** Refuses negative limits; zero shows none. */
    public SeriesLimits {
        if (topics < 0 || partitions < 0 || groupOffsets < 0) {
            throw new IllegalArgumentException(
                    "limits must not be negative: " + topics + ", " + partitions + ", " + groupOffsets);
        }
    }

    /** 1,000 topics, 5,000 partitions, 5,000 group offsets: at most some 70,000 lines. */
    public static SeriesLimits defaults() {
        return new SeriesLimits(1_000, 5_000, 5_000);
    }
}
