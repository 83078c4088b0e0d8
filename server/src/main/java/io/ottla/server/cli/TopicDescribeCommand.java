package io.ottla.server.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ottla topic describe NAME...}. */
@Command(name = "describe", description = "Show a topic's partitions, offsets and settings.")
final class TopicDescribeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOptions output;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The topics.")
    private List<String> names;

    TopicDescribeCommand(Console console) {
        this.console = console;
    }

    /** A topic and the settings it has of its own. */
    record Topic(
            String name,
            String topicId,
            boolean internal,
            Map<String, @Nullable String> configs,
            List<Partition> partitions) {}

    /** A partition; offsets are absent while it has no leader. */
    record Partition(
            int partition,
            @Nullable Integer leader,
            List<Integer> replicas,
            List<Integer> isr,
            @Nullable Long startOffset,
            @Nullable Long endOffset) {}

    @Override
    public Integer call() {
        try (Admin admin = cluster.admin()) {
            Map<String, TopicDescription> found = Topics.describe(admin, names);
            List<Topic> topics = names.stream()
                    .map(name -> topic(admin, Present.in(found, name)))
                    .toList();
            output.print(console.out(), topics, out -> topics.forEach(topic -> print(out, topic)));
        }
        return 0;
    }

    private static Topic topic(Admin admin, TopicDescription topic) {
        List<TopicPartition> led = topic.partitions().stream()
                .filter(partition -> partition.leader() != null)
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
        Map<TopicPartition, Long> starts = Topics.offsets(admin, led, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = Topics.offsets(admin, led, OffsetSpec.latest());
        List<Partition> partitions = topic.partitions().stream()
                .map(info -> {
                    TopicPartition key = new TopicPartition(topic.name(), info.partition());
                    return partition(info, starts.get(key), ends.get(key));
                })
                .toList();
        return new Topic(
                topic.name(),
                topic.topicId().toString(),
                topic.isInternal(),
                ownConfigs(admin, topic.name()),
                partitions);
    }

    private static Partition partition(TopicPartitionInfo info, @Nullable Long start, @Nullable Long end) {
        Node leader = info.leader();
        return new Partition(
                info.partition(),
                leader == null ? null : leader.id(),
                ids(info.replicas()),
                ids(info.isr()),
                start,
                end);
    }

    private static List<Integer> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    private static Map<String, @Nullable String> ownConfigs(Admin admin, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, @Nullable String> own = new TreeMap<>();
        for (ConfigEntry entry : Await.result(
                        Present.in(admin.describeConfigs(List.of(resource)).values(), resource))
                .entries()) {
            if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                own.put(entry.name(), entry.value());
            }
        }
        return own;
    }

    private static void print(PrintStream out, Topic topic) {
        out.println(topic.name() + "  (id " + topic.topicId() + ")");
        topic.configs().forEach((name, value) -> out.println("  " + name + "=" + value));
        Table table = new Table("PARTITION", "LEADER", "REPLICAS", "ISR", "START", "END");
        for (Partition partition : topic.partitions()) {
            table.row(
                    partition.partition(),
                    Words.orDash(partition.leader()),
                    Words.commas(partition.replicas()),
                    Words.commas(partition.isr()),
                    Words.orDash(partition.startOffset()),
                    Words.orDash(partition.endOffset()));
        }
        table.print(out);
    }
}
