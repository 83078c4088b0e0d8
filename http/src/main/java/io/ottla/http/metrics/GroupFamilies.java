package io.ottla.http.metrics;

import io.ottla.http.metrics.BrokerStats.GroupOffset;
import io.ottla.http.metrics.BrokerStats.Groups;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code kafka.coordinator.group:type=GroupMetadataManager}, and kafka_exporter's view of each group's offsets. */
final class GroupFamilies {
    private static final String COUNT = "kafka_coordinator_group_groupmetadatamanager_numgroups";
    private static final String GROUP = "kafka_consumergroup_";

    private final Groups groups;
    private final Map<Labels, GroupOffset> committed = new LinkedHashMap<>();
    private final Map<Labels, GroupOffset> lagging = new LinkedHashMap<>();

    GroupFamilies(BrokerStats stats, SeriesLimits limits, Omissions omissions) {
        groups = stats.groups();
        omissions
                .cut(
                        "group_offsets",
                        limits.groupOffsets(),
                        stats.groupOffsets(),
                        Comparator.comparing(GroupOffset::group)
                                .thenComparing(GroupOffset::topic)
                                .thenComparing(GroupOffset::partition))
                .forEach(this::take);
    }

    private void take(GroupOffset offset) {
        Labels labels = Labels.of(
                "consumergroup", offset.group(),
                "partition", Integer.toString(offset.partition()),
                "topic", offset.topic());
        committed.put(labels, offset);
        if (offset.lag() >= 0) {
            lagging.put(labels, offset);
        }
    }

    void gather(Families families) {
        families.gauge(COUNT, "Groups coordinated by this node", groups.total())
                .gauge(COUNT + "empty", "Groups without members", groups.empty())
                .gauge(COUNT + "stable", "Groups whose members know their assignment", groups.stable())
                .gauge(COUNT + "preparingrebalance", "Groups that gather members", groups.preparingRebalance())
                .gauge(
                        COUNT + "completingrebalance",
                        "Groups that wait for an assignment",
                        groups.completingRebalance())
                .gauge(COUNT + "dead", "Groups that are being removed", groups.dead())
                .gauge(GROUP + "current_offset", "Offset a group committed", committed, GroupOffset::committedOffset)
                .gauge(GROUP + "lag", "Records a group has not committed yet", lagging, GroupOffset::lag);
    }
}
