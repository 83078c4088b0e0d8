package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How long brokers have been gone, or back, as far as this controller has watched (safety rule R6): the clock stands while
 * nobody looks and while half of the brokers are gone, because then it is rather the network that is.
 */
final class AbsenceBook {
    /** A longer pause between two looks is one in which the controller did not run. */
    static final long LONGEST_STEP_MS = 5_000;

    private final Map<Integer, Long> goneMs = new HashMap<>();
    private final Map<Integer, Long> backMs = new HashMap<>();
    private Optional<Long> lastLookMs = Optional.empty();

    /** Looks at the brokers. */
    void observe(MetadataImage image, long nowMs) {
        long step = Math.min(nowMs - lastLookMs.orElse(nowMs), LONGEST_STEP_MS);
        lastLookMs = Optional.of(nowMs);
        goneMs.keySet().retainAll(image.brokers().keySet());
        backMs.keySet().retainAll(image.brokers().keySet());
        boolean paused = isHalfGone(image);
        for (BrokerImage broker : image.brokers().values()) {
            Map<Integer, Long> running = broker.fenced() ? goneMs : backMs;
            (broker.fenced() ? backMs : goneMs).remove(broker.id());
            running.merge(broker.id(), paused ? 0 : step, Long::sum);
        }
    }

    /** Whether so many brokers are gone that nothing is to be concluded from it. */
    static boolean isHalfGone(MetadataImage image) {
        long gone =
                image.brokers().values().stream().filter(BrokerImage::fenced).count();
        return 2 * gone >= image.brokers().size();
    }

    /** The registered brokers that have been gone for so long. */
    Set<Integer> goneFor(long ms) {
        return atLeast(goneMs, ms);
    }

    /** The brokers that have been back, or there, for so long. */
    Set<Integer> backFor(long ms) {
        return atLeast(backMs, ms);
    }

    private static Set<Integer> atLeast(Map<Integer, Long> durations, long ms) {
        Set<Integer> result = new TreeSet<>();
        durations.forEach((id, duration) -> {
            if (duration >= ms) {
                result.add(id);
            }
        });
        return result;
    }
}
