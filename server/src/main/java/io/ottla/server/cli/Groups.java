package io.ottla.server.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** What several commands ask about groups. */
final class Groups {
    private Groups() {}

    /** The group, unless there is none of that name. */
    static Optional<ConsumerGroupDescription> describe(Admin admin, String group) {
        try {
            return Optional.of(Await.result(
                    Present.in(admin.describeConsumerGroups(List.of(group)).describedGroups(), group)));
        } catch (GroupIdNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The offsets the group has committed, by partition. */
    static Map<TopicPartition, Long> committed(Admin admin, String group) {
        Map<TopicPartition, @Nullable OffsetAndMetadata> answer =
                Await.result(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answer.forEach((partition, offset) -> {
            if (offset != null) {
                offsets.put(partition, offset.offset());
            }
        });
        return offsets;
    }

    /** A member would overwrite a new offset with its own at its next commit. */
    static void refuseActive(Admin admin, String group) {
        ConsumerGroupDescription found = describe(admin, group).orElse(null);
        if (found != null && found.groupState() != GroupState.EMPTY && found.groupState() != GroupState.DEAD) {
            throw new CommandFailure("group '" + group + "' is " + found.groupState() + " with "
                    + Words.count(found.members().size(), "member") + "; stop its consumers first");
        }
    }

    /** The failure of a command that was given a group that is not there. */
    static CommandFailure unknown(String group) {
        return new CommandFailure(
                "group '" + group + "' does not exist; '" + Launcher.name() + " group list' shows those that do");
    }
}
