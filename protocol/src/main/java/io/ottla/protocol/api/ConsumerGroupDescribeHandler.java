package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.ConsumerGroupCommand;
import io.ottla.actors.group.state.ConsumerGroupDescription;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.ConsumerMember;
import io.ottla.actors.group.state.consumer.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** ConsumerGroupDescribe: what consumer groups (KIP-848) are, who is in them, and what everybody has and is to have. */
final class ConsumerGroupDescribeHandler
        implements ApiHandler<ConsumerGroupDescribeRequestData, ConsumerGroupDescribeResponseData> {
    private static final byte CLASSIC_MEMBER = 0;
    private static final byte CONSUMER_MEMBER = 1;

    private final Broker broker;

    ConsumerGroupDescribeHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.CONSUMER_GROUP_DESCRIBE, 0, 1);
    }

    @Override
    public void handle(
            RequestContext context,
            ConsumerGroupDescribeRequestData request,
            Reply<ConsumerGroupDescribeResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        List<DescribedGroup> groups = request.groupIds().stream()
                .map(id -> new DescribedGroup().setGroupId(id))
                .toList();
        Countdown countdown = new Countdown(
                groups.size(), () -> reply.complete(new ConsumerGroupDescribeResponseData().setGroups(groups)));
        for (DescribedGroup group : groups) {
            ConsumerGroupCommand.Describe describe = new ConsumerGroupCommand.Describe(group.groupId(), description -> {
                fill(group, description, cluster, request.includeAuthorizedOperations());
                countdown.came();
            });
            if (group.groupId().isEmpty()) {
                describe.refuse(Errors.INVALID_GROUP_ID);
            } else if (cluster.allows(Operation.DESCRIBE, Resource.group(group.groupId()))) {
                broker.groups().tell(describe);
            } else {
                describe.refuse(Errors.GROUP_AUTHORIZATION_FAILED);
            }
        }
    }

    private static void fill(
            DescribedGroup group, ConsumerGroupDescription description, ClusterView cluster, boolean operations) {
        if (description.error() != Errors.NONE) {
            group.setErrorCode(description.error().code())
                    .setErrorMessage(
                            description.message().orElse(description.error().message()));
            return;
        }
        List<Member> members = new ArrayList<>();
        for (ConsumerGroupDescription.DescribedMember described : description.members()) {
            if (!maySeeAll(cluster, described.member().subscription())) {
                group.setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code())
                        .setErrorMessage(
                                "The group has described topic(s) that the client is not authorized to describe.");
                return;
            }
            members.add(member(described, cluster));
        }
        group.setGroupState(description.state())
                .setGroupEpoch(description.epoch())
                .setAssignmentEpoch(description.targetEpoch())
                .setAssignorName(description.assignor())
                .setMembers(members);
        if (operations) {
            group.setAuthorizedOperations(AuthorizedOperations.of(
                    cluster.broker().authorizer(), cluster.caller(), Resource.group(group.groupId())));
        }
    }

    private static boolean maySeeAll(ClusterView cluster, Subscription subscription) {
        return subscription.topicNames().stream().allMatch(cluster::showsTopic);
    }

    private static Member member(ConsumerGroupDescription.DescribedMember described, ClusterView cluster) {
        ConsumerMember member = described.member();
        Subscription subscription = member.subscription();
        return new Member()
                .setMemberId(member.id())
                .setInstanceId(subscription.instanceId().orElse(null))
                .setRackId(subscription.rackId().orElse(null))
                .setMemberEpoch(member.current().memberEpoch())
                .setClientId(subscription.clientId())
                .setClientHost(subscription.clientHost())
                .setSubscribedTopicNames(List.copyOf(subscription.topicNames()))
                .setSubscribedTopicRegex(subscription.pattern().orElse(null))
                .setAssignment(assignment(member.current().assigned().partitions(), cluster))
                .setTargetAssignment(assignment(described.target(), cluster))
                .setMemberType(member.isClassic() ? CLASSIC_MEMBER : CONSUMER_MEMBER);
    }

    /** Partitions of topics that are no more, or are not shown to the caller, are left out. */
    private static Assignment assignment(PartitionSet partitions, ClusterView cluster) {
        List<TopicPartitions> topics = new ArrayList<>();
        for (Uuid topic : partitions.topics()) {
            Optional<String> name = cluster.image().topics().name(topic).filter(cluster::showsTopic);
            if (name.isPresent()) {
                List<Integer> numbers = new ArrayList<>();
                for (int partition : partitions.partitions(topic)) {
                    numbers.add(partition);
                }
                topics.add(new TopicPartitions()
                        .setTopicId(topic)
                        .setTopicName(name.get())
                        .setPartitions(numbers));
            }
        }
        return new Assignment().setTopicPartitions(topics);
    }
}
