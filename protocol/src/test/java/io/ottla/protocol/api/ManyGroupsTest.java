package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand groups on one coordinator: all are served, and nothing is left of those that are deleted. */
class ManyGroupsTest {
    private static final int GROUPS = 10_000;
    private static final int SOME = 1_000;

    @TempDir
    private Path folder;

    @Test
    void servesTenThousandGroupsAndForgetsThoseThatAreDeleted() {
        try (GroupNode node = new GroupNode(folder)) {
            for (int group = 0; group < GROUPS; group++) {
                ConsumerGroupHeartbeatResponseData joined = beat(node, group, 0);
                assertThat(joined.errorCode()).isZero();
                assertThat(joined.assignment().topicPartitions()).isNotEmpty();
            }
            assertThat(list(node)).hasSize(GROUPS);

            for (int group = 0; group < SOME; group++) {
                assertThat(beat(node, group, -1).errorCode()).isZero();
                assertThat(delete(node, group)).isEqualTo(Errors.NONE);
            }

            assertThat(delete(node, GROUPS - 1)).isEqualTo(Errors.NON_EMPTY_GROUP);
            assertThat(list(node))
                    .hasSize(GROUPS - SOME)
                    .extracting(ListedGroup::groupId)
                    .doesNotContain("group-0");
        }
    }

    private static ConsumerGroupHeartbeatResponseData beat(GroupNode node, int group, int epoch) {
        ConsumerGroupHeartbeatRequestData request =
                (ConsumerGroupHeartbeatRequestData) CoordinatorGoldenRequests.heartbeat("member");
        return node.ask(
                new ConsumerGroupHeartbeatHandler(node.broker()),
                1,
                request.setGroupId("group-" + group).setMemberEpoch(epoch));
    }

    private static List<ListedGroup> list(GroupNode node) {
        return node.ask(new ListGroupsHandler(node.broker()), 5, new ListGroupsRequestData())
                .groups();
    }

    private static Errors delete(GroupNode node, int group) {
        List<DeletableGroupResult> results = List.copyOf(node.ask(
                        new DeleteGroupsHandler(node.broker()),
                        2,
                        new DeleteGroupsRequestData().setGroupsNames(List.of("group-" + group)))
                .results());
        return Errors.forCode(results.get(0).errorCode());
    }
}
