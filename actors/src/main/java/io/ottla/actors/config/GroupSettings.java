package io.ottla.actors.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a group (KIP-1043): its own values over the broker's {@code group.*}, which also say how far a group
 * may go.
 */
public final class GroupSettings {
    /**
     * How far a group may move a value.
     *
     * @param name the group setting
     * @param least the broker setting with the smallest value; empty for none
     * @param most the broker setting with the largest value; empty for none
     */
    private record Range(String name, Optional<String> least, Optional<String> most) {}

    private static final List<Range> RANGES = Stream.of(
                    between("consumer.", "session.timeout.ms", "heartbeat.interval.ms", "assignment.interval.ms"),
                    between("share.", "session.timeout.ms", "heartbeat.interval.ms", "assignment.interval.ms"),
                    between("share.", "record.lock.duration.ms", "delivery.count.limit", "partition.max.record.locks"),
                    between("streams.", "session.timeout.ms", "heartbeat.interval.ms", "assignment.interval.ms"),
                    Stream.of(
                            upTo("streams.num.standby.replicas", "group.streams.max.standby.replicas"),
                            upTo("streams.num.warmup.replicas", "group.streams.max.warmup.replicas"),
                            from("streams.task.offset.interval.ms", "group.streams.min.task.offset.interval.ms")))
            .flatMap(ranges -> ranges)
            .toList();

    private static final List<String> PROTOCOLS = List.of("consumer", "share", "streams");

    private GroupSettings() {}

    /**
     * What is wrong with the values a group is to have.
     *
     * @return Kafka's sentence, to be answered with INVALID_CONFIG; empty if nothing is wrong
     */
    public static Optional<String> findFault(Map<String, String> overrides, BrokerSettings broker) {
        Optional<String> unknown = overrides.keySet().stream()
                .filter(name -> Catalogue.GROUP.find(name).isEmpty())
                .sorted()
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of("Unknown group config name: " + unknown.get());
        }
        Optional<String> wrong = OverrideCheck.findFault(Catalogue.GROUP, overrides);
        return wrong.isPresent() ? wrong : contradiction(overrides, broker);
    }

    /** The number of a group's setting. */
    public static int getInt(String name, Map<String, String> overrides, BrokerSettings broker) {
        return values(overrides, broker).getInt(name);
    }

    /** The value of a group's setting of type STRING. */
    public static String getString(String name, Map<String, String> overrides, BrokerSettings broker) {
        return values(overrides, broker).getString(name);
    }

    static SettingValues values(Map<String, String> overrides, BrokerSettings broker) {
        Map<String, Object> set = new HashMap<>();
        for (Setting setting : Catalogue.GROUP.all()) {
            GroupDefaults.find(setting.name(), broker.values()).ifPresent(value -> set.put(setting.name(), value));
        }
        set.putAll(OverrideCheck.readable(Catalogue.GROUP, overrides));
        return new SettingValues(Catalogue.GROUP, set);
    }

    private static Optional<String> contradiction(Map<String, String> overrides, BrokerSettings broker) {
        SettingValues values = values(overrides, broker);
        Stream<String> outOfRange = RANGES.stream()
                .filter(range -> overrides.containsKey(range.name()))
                .flatMap(range -> outOfRange(range, values, broker).stream());
        Stream<String> timeouts = PROTOCOLS.stream().flatMap(protocol -> timeouts(protocol, values).stream());
        return Stream.of(outOfRange, timeouts, deadLetters(values).stream(), assignor(overrides, broker).stream())
                .flatMap(problems -> problems)
                .findFirst();
    }

    private static Optional<String> outOfRange(Range range, SettingValues values, BrokerSettings broker) {
        long value = values.getLong(range.name());
        Optional<Long> least = range.least().map(broker::getLong);
        Optional<Long> most = range.most().map(broker::getLong);
        boolean below = least.filter(bound -> value < bound).isPresent();
        boolean above = most.filter(bound -> value > bound).isPresent();
        return below || above ? Optional.of(range.name() + " must be " + bounds(least, most)) : Optional.empty();
    }

    private static String bounds(Optional<Long> least, Optional<Long> most) {
        if (least.isPresent() && most.isPresent()) {
            return "in the range " + least.get() + " to " + most.get() + " inclusive.";
        }
        return least.map(bound -> "greater than or equal to " + bound)
                .orElseGet(() -> "less than or equal to " + most.orElseThrow());
    }

    private static Optional<String> timeouts(String protocol, SettingValues values) {
        String session = protocol + ".session.timeout.ms";
        String heartbeat = protocol + ".heartbeat.interval.ms";
        return values.getInt(session) > values.getInt(heartbeat)
                ? Optional.empty()
                : Optional.of(session + " must be greater than " + heartbeat);
    }

    private static Optional<String> deadLetters(SettingValues values) {
        String name = "errors.deadletterqueue.topic.name";
        return values.getString(name).startsWith("__")
                ? Optional.of(name + ": DLQ topic name must not start with '__'")
                : Optional.empty();
    }

    private static Optional<String> assignor(Map<String, String> overrides, BrokerSettings broker) {
        List<String> offered = broker.getList("group.streams.assignors");
        return Optional.ofNullable(overrides.get("streams.assignor.name"))
                .filter(name -> !offered.contains(name))
                .map(name -> "streams.assignor.name '" + name
                        + "' is not a registered task assignor. Registered assignors are: " + offered + ".");
    }

    private static Stream<Range> between(String protocol, String... settings) {
        return Stream.of(settings).map(setting -> {
            String broker = "group." + protocol;
            return new Range(
                    protocol + setting, Optional.of(broker + "min." + setting), Optional.of(broker + "max." + setting));
        });
    }

    private static Range upTo(String name, String most) {
        return new Range(name, Optional.empty(), Optional.of(most));
    }

    private static Range from(String name, String least) {
        return new Range(name, Optional.of(least), Optional.empty());
    }
}
