package io.ottla.actors.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where groups get the values from that they do not set: {@code consumer.session.timeout.ms} from {@code
 * group.consumer.session.timeout.ms}, and so on.
 */
final class GroupDefaults {
    private static final Set<String> ONLY_GROUPS = Set.of(
            "errors.deadletterqueue.copy.record.enable",
            "errors.deadletterqueue.topic.name",
            "share.auto.offset.reset",
            "share.isolation.level",
            "share.renew.acknowledge.enable");

    /** The assignor of a streams group is the first of those the broker offers. */
    private static final Map<String, String> OTHER_NAMES = Map.of("streams.assignor.name", "group.streams.assignors");

    private GroupDefaults() {}

    /** The broker setting that stands in for a group setting; empty if only groups have it. */
    static Optional<String> brokerNameOf(String groupSetting) {
        if (ONLY_GROUPS.contains(groupSetting)) {
            return Optional.empty();
        }
        @Nullable String other = OTHER_NAMES.get(groupSetting);
        return Optional.of(other == null ? "group." + groupSetting : other);
    }

    /** What the broker says about a group setting. */
    static Optional<Object> find(String groupSetting, SettingValues broker) {
        if (OTHER_NAMES.containsKey(groupSetting)) {
            return brokerNameOf(groupSetting)
                    .flatMap(name -> broker.getList(name).stream().findFirst());
        }
        return brokerNameOf(groupSetting).flatMap(broker::find);
    }
}
