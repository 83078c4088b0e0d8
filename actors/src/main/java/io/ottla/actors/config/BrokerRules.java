package io.ottla.actors.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold between broker settings, beside the constraint of each. */
final class BrokerRules {
    private static final long CLEANER_BYTES_PER_THREAD = 1 << 20;
    private static final long LIKE_TOTAL = -2;

    /** Settings of which the first must not be above the second. */
    private static final List<List<String>> ASCENDING = List.of(
            List.of("group.min.session.timeout.ms", "group.max.session.timeout.ms"),
            List.of("group.consumer.min.heartbeat.interval.ms", "group.consumer.heartbeat.interval.ms"),
            List.of("group.consumer.heartbeat.interval.ms", "group.consumer.max.heartbeat.interval.ms"),
            List.of("group.consumer.min.session.timeout.ms", "group.consumer.session.timeout.ms"),
            List.of("group.consumer.session.timeout.ms", "group.consumer.max.session.timeout.ms"),
            List.of("group.share.min.heartbeat.interval.ms", "group.share.heartbeat.interval.ms"),
            List.of("group.share.heartbeat.interval.ms", "group.share.max.heartbeat.interval.ms"),
            List.of("group.share.min.session.timeout.ms", "group.share.session.timeout.ms"),
            List.of("group.share.session.timeout.ms", "group.share.max.session.timeout.ms"),
            List.of("group.share.min.record.lock.duration.ms", "group.share.record.lock.duration.ms"),
            List.of("group.share.record.lock.duration.ms", "group.share.max.record.lock.duration.ms"),
            List.of("group.streams.min.heartbeat.interval.ms", "group.streams.heartbeat.interval.ms"),
            List.of("group.streams.heartbeat.interval.ms", "group.streams.max.heartbeat.interval.ms"),
            List.of("group.streams.min.session.timeout.ms", "group.streams.session.timeout.ms"),
            List.of("group.streams.session.timeout.ms", "group.streams.max.session.timeout.ms"),
            List.of("replica.fetch.wait.max.ms", "replica.socket.timeout.ms"),
            List.of("replica.fetch.wait.max.ms", "replica.lag.time.max.ms"));

    private BrokerRules() {}

    /** All that is wrong, each with what to do; empty if nothing is. */
    static List<String> findFaults(SettingValues values) {
        Stream<Optional<String>> single = Stream.of(
                nodeId(values),
                roles(values),
                retention(values),
                localRetention(values),
                cleaner(values),
                queue(values));
        Stream<Optional<String>> ordered = ASCENDING.stream().map(pair -> ascending(values, pair.get(0), pair.get(1)));
        return Stream.concat(Stream.concat(single, ordered).flatMap(Optional::stream), addressLimits(values))
                .toList();
    }

    private static Optional<String> ascending(SettingValues values, String lower, String upper) {
        long least = values.getLong(lower);
        long most = values.getLong(upper);
        return when(least > most, lower + " (" + least + ") must not be above " + upper + " (" + most + ")");
    }

    private static Optional<String> nodeId(SettingValues values) {
        long oldName = values.getLong("broker.id");
        long newName = values.getLong("node.id");
        return when(
                oldName >= 0 && oldName != newName,
                "node.id (" + newName + ") and broker.id (" + oldName
                        + ") are two names for one number; set only node.id");
    }

    private static Optional<String> roles(SettingValues values) {
        return when(
                !values.getList("process.roles").contains("broker"),
                "process.roles must contain broker: every node is one, and controllers need no node of their own");
    }

    private static Optional<String> retention(SettingValues values) {
        return BrokerSynonyms.of("log.retention.ms").stream()
                .filter(name -> values.findLong(name).filter(time -> time == 0).isPresent())
                .findFirst()
                .map(name -> name + " must be at least 1, or -1 to keep records whatever their age");
    }

    private static Optional<String> localRetention(SettingValues values) {
        return localLimit(
                        values,
                        "log.local.retention.bytes",
                        "log.retention.bytes",
                        values.getLong("log.retention.bytes"))
                .or(() -> localLimit(
                        values, "log.local.retention.ms", "log.retention.ms", BrokerSettings.retentionMs(values)));
    }

    private static Optional<String> localLimit(SettingValues values, String name, String total, long limit) {
        long local = values.getLong(name);
        boolean above = local != LIKE_TOTAL && limit >= 0 && (local < 0 || local > limit);
        return when(
                above,
                "Invalid value " + local + " for configuration " + name + ": Value must not be more than " + total
                        + " property value: " + limit);
    }

    private static Optional<String> cleaner(SettingValues values) {
        long perThread =
                values.getLong("log.cleaner.dedupe.buffer.size") / Math.max(1, values.getInt("log.cleaner.threads"));
        return when(
                perThread < CLEANER_BYTES_PER_THREAD,
                "log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.");
    }

    private static Optional<String> queue(SettingValues values) {
        long queued = values.getLong("queued.max.request.bytes");
        long largest = values.getLong("socket.request.max.bytes");
        return when(
                queued > 0 && queued < largest,
                "queued.max.request.bytes (" + queued + ") must not be below socket.request.max.bytes (" + largest
                        + "): the largest request would never be read");
    }

    private static Stream<String> addressLimits(SettingValues values) {
        return AddressLimits.problems(values.getString("max.connections.per.ip.overrides"));
    }

    private static Optional<String> when(boolean wrong, String problem) {
        return wrong ? Optional.of(problem) : Optional.empty();
    }
}
