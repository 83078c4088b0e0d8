package io.ottla.actors.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Names for the same thing, the strongest first: milliseconds before minutes before hours, a listener's value before
 * everybody's.
 */
final class BrokerSynonyms {
    private static final List<List<String>> GROUPS = List.of(
            List.of("log.retention.ms", "log.retention.minutes", "log.retention.hours"),
            List.of("log.roll.ms", "log.roll.hours"),
            List.of("log.roll.jitter.ms", "log.roll.jitter.hours"));

    private static final String FLUSH_MS = "log.flush.interval.ms";
    private static final String FLUSH_CHECK_MS = "log.flush.scheduler.interval.ms";

    private BrokerSynonyms() {}

    /** The name and all that stand in for it when it is not set. */
    static List<String> of(String name) {
        for (List<String> group : GROUPS) {
            if (group.contains(name)) {
                return group;
            }
        }
        if (name.equals(FLUSH_MS)) {
            return List.of(FLUSH_MS, FLUSH_CHECK_MS);
        }
        List<String> names = new ArrayList<>(List.of(name));
        ListenerPrefix.strip(name).ifPresent(names::add);
        return names;
    }

    /** The names whose file values no longer count once this one is set dynamically. */
    static List<String> overriddenBy(String name) {
        return ListenerPrefix.strip(name).isPresent() ? List.of(name) : of(name);
    }
}
