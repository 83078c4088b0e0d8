package io.ottla.server.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** What several commands ask about groups. */
final class Groups {
    private Groups() {}

    /** The group, of whatever kind, unless there is none of that name. */
    static Optional<DescribedGroup> describe(Admin admin, String group) {
        try {
            return Optional.of(DescribedGroup.of(Await.result(
                    Present.in(admin.describeConsumerGroups(List.of(group)).describedGroups(), group))));
        } catch (GroupIdNotFoundException e) {
            return Optional.empty();
        } catch (IllegalArgumentException ofOthersThanConsumers) {
            return Optional.of(DescribedGroup.of(Await.result(
                    Present.in(admin.describeClassicGroups(List.of(group)).describedGroups(), group))));
        }
    }

    /** What the group has committed, by partition. */
    static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group) {
        Map<TopicPartition, @Nullable OffsetAndMetadata> answer =
                Await.result(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        answer.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset);
            }
        });
        return committed;
    }

    /** Which offset was committed, if one was. */
    static @Nullable Long offset(@Nullable OffsetAndMetadata committed) {
        return committed == null ? null : Long.valueOf(committed.offset());
    }

    /** A member would overwrite a new offset with its own at its next commit. */
    static void refuseActive(Admin admin, String group) {
        describe(admin, group).filter(DescribedGroup::isActive).ifPresent(found -> {
            throw new CommandFailure("group '" + group + "' is " + found.state() + " with "
                    + Words.count(found.members().size(), "member") + "; stop its consumers first");
        });
    }

    /** The failure of a command that was given a group that is not there. */
    static CommandFailure unknown(String group) {
        return new CommandFailure(
                "group '" + group + "' does not exist; '" + Launcher.name() + " group list' shows those that do");
    }
}
