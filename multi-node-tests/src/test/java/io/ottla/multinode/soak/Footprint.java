package io.ottla.multinode.soak;

import io.ottla.multinode.harness.OttlaProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What a node's process holds, from time to time: it may grow while it is new, and must be flat then. */
final class Footprint {
    private static final long MIB = 1L << 20;

    /** A run too short to tell old from new says nothing. */
    private static final int SAMPLES_MIN = 8;

    private final OttlaProcess node;
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(long residentBytes, long openFiles) {}

    Footprint(OttlaProcess node) {
        this.node = node;
    }

    void sample() {
        samples.add(new Sample(node.residentBytes(), node.openFiles()));
    }

    /** What has grown between the second quarter of the samples and the last, by more than a process does that only breathes. */
    List<String> growth() {
        List<String> grown = new ArrayList<>();
        if (samples.size() >= SAMPLES_MIN) {
            long before = median(second(), Sample::residentBytes);
            long after = median(last(), Sample::residentBytes);
            if (after > before + before / 4 + 32 * MIB) {
                grown.add("memory from " + before / MIB + " to " + after / MIB + " MiB");
            }
            long filesBefore = median(second(), Sample::openFiles);
            long filesAfter = median(last(), Sample::openFiles);
            if (filesAfter > filesBefore + filesBefore / 4 + 50) {
                grown.add("open files from " + filesBefore + " to " + filesAfter);
            }
        }
        return grown;
    }

    private List<Sample> second() {
        return samples.subList(samples.size() / 4, samples.size() / 2);
    }

    private List<Sample> last() {
        return samples.subList(samples.size() * 3 / 4, samples.size());
    }

    private static long median(List<Sample> of, ToLongFunction<Sample> figure) {
        return of.stream()
                .mapToLong(figure)
                .sorted()
                .skip(of.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private String series(ToLongFunction<Sample> figure) {
        return samples.stream()
                .mapToLong(figure)
                .mapToObj(String::valueOf)
                .toList()
                .toString();
    }

    @Override
    public String toString() {
        return "resident MiB " + series(sample -> sample.residentBytes() / MIB) + ", open files "
                + series(Sample::openFiles);
    }
}
