package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupHandlersTest {
    private static final byte[] METADATA = {0, 1, 0, 0, 0, 1, 0, 6, 'o', 'r', 'd', 'e', 'r', 's', -1, -1, -1, -1};
    private static final byte[] ASSIGNMENT = {1, 2, 3};

    @TempDir
    Path folder;

    private GroupNode node;
    /** The group that was joined last. */
    private String joinedGroup = "";

    @BeforeEach
    void start() {
        node = new GroupNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void aMemberJoinsSyncsLivesAndLeavesInEveryVersion(int version) {
        JoinGroupResponseData joined = join(version, "group");
        assertThat(joined.errorCode()).isZero();
        assertThat(joined.leader()).isEqualTo(joined.memberId());
        assertThat(joined.members()).hasSize(1);
        assertThat(joined.members().get(0).metadata()).isEqualTo(METADATA);

        assertThat(sync(Math.min(version, 5), joined).assignment()).isEqualTo(ASSIGNMENT);
        assertThat(heartbeat(Math.min(version, 4), joined)).isEqualTo(Errors.NONE.code());
        assertThat(leave(Math.min(version, 5), joined)).isEqualTo(Errors.NONE.code());
        assertThat(leave(Math.min(version, 5), joined)).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
    }

    @Test
    void asksForAnIdFirstSinceVersion4() {
        JoinGroupHandler handler = new JoinGroupHandler(node.broker());

        assertThat(node.ask(handler, 3, joining("a", "")).errorCode()).isZero();
        assertThat(node.ask(handler, 4, joining("b", "")).errorCode()).isEqualTo(Errors.MEMBER_ID_REQUIRED.code());
    }

    @Test
    void saysOfWhichProtocolAJoinFailedInTheWayOfItsVersion() {
        JoinGroupHandler handler = new JoinGroupHandler(node.broker());

        assertThat(node.ask(handler, 6, joining("a", "stranger")).protocolName())
                .isEmpty();
        assertThat(node.ask(handler, 7, joining("a", "stranger")).protocolName())
                .isNull();
    }

    @Test
    void demandsTheProtocolInSyncsSinceVersion5() {
        JoinGroupResponseData joined = join(9, "group");
        SyncGroupRequestData request = new SyncGroupRequestData()
                .setGroupId("group")
                .setMemberId(joined.memberId())
                .setGenerationId(joined.generationId());

        assertThat(node.ask(new SyncGroupHandler(node.broker()), 5, request).errorCode())
                .isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void describesAGroupAndItsMembersInEveryVersion(int version) {
        JoinGroupResponseData joined = join(9, "group");
        sync(5, joined);

        DescribedGroup group = describe(version, "group");

        assertThat(group.groupState()).isEqualTo("Stable");
        assertThat(group.protocolType()).isEqualTo("consumer");
        assertThat(group.protocolData()).isEqualTo("range");
        assertThat(group.members()).singleElement().satisfies(member -> {
            assertThat(member.memberId()).isEqualTo(joined.memberId());
            assertThat(member.clientHost()).isEqualTo("/127.0.0.1");
            assertThat(member.memberMetadata()).isEqualTo(METADATA);
            assertThat(member.memberAssignment()).isEqualTo(ASSIGNMENT);
        });
    }

    @Test
    void describesAGroupThatDoesNotExistAsDeadAndSinceVersion6AsNotFound() {
        assertThat(describe(5, "nobody").errorCode()).isZero();
        assertThat(describe(5, "nobody").groupState()).isEqualTo("Dead");
        assertThat(describe(6, "nobody").errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        assertThat(describe(6, "nobody").errorMessage()).contains("nobody");
    }

    @Test
    void tellsWhatTheCallerMayDoWithAGroup() {
        join(9, "group");
        DescribeGroupsRequestData request =
                new DescribeGroupsRequestData().setGroups(List.of("group")).setIncludeAuthorizedOperations(true);
        DescribeGroupsHandler handler = new DescribeGroupsHandler(node.broker());
        int everything = node.ask(handler, 5, request).groups().get(0).authorizedOperations();
        node.deny(Operation.DELETE, Resource.group("group"));

        int less = node.ask(handler, 5, request).groups().get(0).authorizedOperations();

        assertThat(everything - less).isEqualTo(1 << 6);
    }

    @Test
    void listsGroupsByStateAndType() {
        sync(5, join(9, "stable"));
        leave(5, join(9, "empty"));

        assertThat(listed(List.of(), List.of())).containsExactlyInAnyOrder("stable", "empty");
        assertThat(listed(List.of("STABLE"), List.of())).containsExactly("stable");
        assertThat(listed(List.of("Empty"), List.of("Classic"))).containsExactly("empty");
        assertThat(listed(List.of(), List.of("consumer"))).isEmpty();
    }

    @Test
    void listsOnlyGroupsTheCallerMaySee() {
        join(9, "open");
        join(9, "secret");
        node.deny(Operation.DESCRIBE, Resource.CLUSTER);
        node.deny(Operation.DESCRIBE, Resource.group("secret"));

        assertThat(listed(List.of(), List.of())).containsExactly("open");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void deletesEmptyGroupsAndSaysWhyItCannotDeleteOthers(int version) {
        join(9, "busy");
        leave(5, join(9, "empty"));
        node.deny(Operation.DELETE, Resource.group("secret"));
        DeleteGroupsRequestData request =
                new DeleteGroupsRequestData().setGroupsNames(List.of("busy", "empty", "nobody", "secret", "empty"));

        var results = node.ask(new DeleteGroupsHandler(node.broker()), version, request)
                .results();

        assertThat(results).hasSize(4);
        assertThat(results.find("busy").errorCode()).isEqualTo(Errors.NON_EMPTY_GROUP.code());
        assertThat(results.find("empty").errorCode()).isZero();
        assertThat(results.find("nobody").errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        assertThat(results.find("secret").errorCode()).isEqualTo(Errors.GROUP_AUTHORIZATION_FAILED.code());
    }

    @Test
    void letsNobodyIntoAGroupWhoMayNotReadIt() {
        JoinGroupResponseData joined = join(9, "group");
        node.deny(Operation.READ, Resource.group("group"));
        short denied = Errors.GROUP_AUTHORIZATION_FAILED.code();

        assertThat(node.ask(new JoinGroupHandler(node.broker()), 9, joining("group", ""))
                        .errorCode())
                .isEqualTo(denied);
        assertThat(sync(5, joined).errorCode()).isEqualTo(denied);
        assertThat(heartbeat(4, joined)).isEqualTo(denied);
        assertThat(leave(5, joined)).isEqualTo(denied);
    }

    private JoinGroupResponseData join(int version, String group) {
        joinedGroup = group;
        JoinGroupHandler handler = new JoinGroupHandler(node.broker());
        JoinGroupResponseData first = node.ask(handler, version, joining(group, ""));
        return first.errorCode() == Errors.MEMBER_ID_REQUIRED.code()
                ? node.ask(handler, version, joining(group, first.memberId()))
                : first;
    }

    private static JoinGroupRequestData joining(String group, String memberId) {
        JoinGroupRequestData request = new JoinGroupRequestData()
                .setGroupId(group)
                .setMemberId(memberId)
                .setProtocolType("consumer")
                .setSessionTimeoutMs(10_000)
                .setRebalanceTimeoutMs(10_000);
        request.protocols().add(new JoinGroupRequestProtocol().setName("range").setMetadata(METADATA));
        return request;
    }

    private SyncGroupResponseData sync(int version, JoinGroupResponseData joined) {
        return node.ask(
                new SyncGroupHandler(node.broker()),
                version,
                new SyncGroupRequestData()
                        .setGroupId(joinedGroup)
                        .setMemberId(joined.memberId())
                        .setGenerationId(joined.generationId())
                        .setProtocolType(version >= 5 ? "consumer" : null)
                        .setProtocolName(version >= 5 ? "range" : null)
                        .setAssignments(List.of(new SyncGroupRequestAssignment()
                                .setMemberId(joined.memberId())
                                .setAssignment(ASSIGNMENT))));
    }

    private short heartbeat(int version, JoinGroupResponseData joined) {
        return node.ask(
                        new HeartbeatHandler(node.broker()),
                        version,
                        new HeartbeatRequestData()
                                .setGroupId(joinedGroup)
                                .setMemberId(joined.memberId())
                                .setGenerationId(joined.generationId()))
                .errorCode();
    }

    /** The member's error, or the whole's. */
    private short leave(int version, JoinGroupResponseData joined) {
        LeaveGroupRequestData request = new LeaveGroupRequestData().setGroupId(joinedGroup);
        if (version >= 3) {
            request.setMembers(List.of(new MemberIdentity().setMemberId(joined.memberId())));
        } else {
            request.setMemberId(joined.memberId());
        }
        LeaveGroupResponseData response = node.ask(new LeaveGroupHandler(node.broker()), version, request);
        return response.members().isEmpty()
                ? response.errorCode()
                : response.members().get(0).errorCode();
    }

    private DescribedGroup describe(int version, String group) {
        return node.ask(
                        new DescribeGroupsHandler(node.broker()),
                        version,
                        new DescribeGroupsRequestData().setGroups(List.of(group)))
                .groups()
                .get(0);
    }

    private List<String> listed(List<String> states, List<String> types) {
        return node
                .ask(
                        new ListGroupsHandler(node.broker()),
                        5,
                        new ListGroupsRequestData().setStatesFilter(states).setTypesFilter(types))
                .groups()
                .stream()
                .map(ListedGroup::groupId)
                .toList();
    }
}
