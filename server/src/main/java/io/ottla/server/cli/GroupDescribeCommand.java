package io.ottla.server.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ottla group describe GROUP...}. */
@Command(name = "describe", description = "Show a group's members, and how far behind it is.")
final class GroupDescribeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOptions output;

    @Parameters(arity = "1..*", paramLabel = "GROUP", description = "The groups.")
    private List<String> names;

    GroupDescribeCommand(Console console) {
        this.console = console;
    }

    /** A group with its members and its partitions. */
    record Group(
            String group,
            String state,
            String type,
            String protocol,
            String assignor,
            int coordinator,
            List<Member> members,
            List<Partition> partitions) {}

    /** A member and how many partitions it has. */
    record Member(String memberId, String clientId, String host, int partitions) {}

    /** A partition that is assigned or has a committed offset; lag is absent until something was committed. */
    record Partition(
            String topic,
            int partition,
            @Nullable Long committedOffset,
            @Nullable Long endOffset,
            @Nullable Long lag,
            @Nullable String memberId) {
        static Partition of(
                TopicPartition partition, @Nullable Long committed, @Nullable Long end, @Nullable String memberId) {
            Long lag = committed == null || end == null ? null : Long.valueOf(Math.max(0, end - committed));
            return new Partition(partition.topic(), partition.partition(), committed, end, lag, memberId);
        }
    }

    @Override
    public Integer call() {
        try (Admin admin = cluster.admin()) {
            List<Group> groups = new ArrayList<>();
            for (String name : names) {
                groups.add(group(admin, Groups.describe(admin, name).orElseThrow(() -> Groups.unknown(name))));
            }
            output.print(console.out(), groups, out -> groups.forEach(group -> print(out, group)));
        }
        return 0;
    }

    private static Group group(Admin admin, DescribedGroup group) {
        Map<TopicPartition, String> owners = new HashMap<>();
        for (MemberDescription member : group.members()) {
            member.assignment().topicPartitions().forEach(partition -> owners.put(partition, member.consumerId()));
        }
        Map<TopicPartition, OffsetAndMetadata> committed = Groups.committed(admin, group.id());
        Set<TopicPartition> all =
                new TreeSet<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        all.addAll(owners.keySet());
        all.addAll(committed.keySet());
        Map<TopicPartition, Long> ends = Topics.offsets(admin, all, OffsetSpec.latest());
        return new Group(
                group.id(),
                group.state(),
                group.type(),
                group.protocol(),
                group.assignor(),
                group.coordinator(),
                group.members().stream().map(GroupDescribeCommand::member).toList(),
                all.stream()
                        .map(partition -> Partition.of(
                                partition,
                                Groups.offset(committed.get(partition)),
                                ends.get(partition),
                                owners.get(partition)))
                        .toList());
    }

    private static Member member(MemberDescription member) {
        return new Member(
                member.consumerId(),
                member.clientId(),
                member.host(),
                member.assignment().topicPartitions().size());
    }

    /** "Consumer", "Classic", or "Classic connect": what its members are, where they are no consumers. */
    private static String kind(Group group) {
        boolean consumers = group.protocol().isEmpty() || group.protocol().equals("consumer");
        return consumers ? group.type() : group.type() + " " + group.protocol();
    }

    private static void print(PrintStream out, Group group) {
        out.println(group.group() + "  (" + group.state() + ", " + kind(group) + ", "
                + Words.count(group.members().size(), "member") + ", coordinator " + group.coordinator() + ")");
        if (!group.members().isEmpty()) {
            Table members = new Table("MEMBER", "CLIENT", "HOST", "PARTITIONS");
            group.members()
                    .forEach(member ->
                            members.row(member.memberId(), member.clientId(), member.host(), member.partitions()));
            members.print(out);
        }
        if (!group.partitions().isEmpty()) {
            Table partitions = new Table("TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "MEMBER");
            group.partitions()
                    .forEach(partition -> partitions.row(
                            partition.topic(),
                            partition.partition(),
                            Words.orDash(partition.committedOffset()),
                            Words.orDash(partition.endOffset()),
                            Words.orDash(partition.lag()),
                            Words.orDash(partition.memberId())));
            partitions.print(out);
        }
    }
}
