import java.util.Arrays;
import java.util.Locale;

/** Prints figures as the benchmark kit does: product, workload, round, metric, value. */
final class Rows {
    static final String JAVA_CLIENT = "kafka";
    static final String HTTP = "ottla";

    private Rows() {}

    static void print(String product, String workload, int round, String metric, double value) {
        System.out.printf(Locale.ROOT, "%s\t%s\t%d\t%s\t%.4f%n", product, workload, round, metric, value);
    }

    /** Median, 99th percentile and maximum of durations in nanoseconds, in milliseconds. */
    static void printLatencies(String workload, int round, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        print(HTTP, workload, round, "p50_ms", at(sorted, 0.5));
        print(HTTP, workload, round, "p99_ms", at(sorted, 0.99));
        print(HTTP, workload, round, "max_ms", at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }
}
