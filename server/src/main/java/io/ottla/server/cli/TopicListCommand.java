package io.ottla.server.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ottla topic list}. */
@Command(name = "list", description = "List the topics.")
final class TopicListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOptions output;

    @Option(
            names = {"-a", "--all"},
            description = "Also those that Kafka keeps for itself, such as __consumer_offsets.")
    private boolean all;

    TopicListCommand(Console console) {
        this.console = console;
    }

    /** One line of the list. */
    record Row(String name, String topicId, boolean internal, int partitions, int replicationFactor) {
        static Row of(TopicDescription topic) {
            int replicas = topic.partitions().stream()
                    .mapToInt(partition -> partition.replicas().size())
                    .max()
                    .orElse(0);
            return new Row(
                    topic.name(),
                    topic.topicId().toString(),
                    topic.isInternal(),
                    topic.partitions().size(),
                    replicas);
        }
    }

    @Override
    public Integer call() {
        try (Admin admin = cluster.admin()) {
            Set<String> names = Await.result(
                    admin.listTopics(new ListTopicsOptions().listInternal(all)).names());
            List<Row> rows = Await.result(admin.describeTopics(names).allTopicNames()).values().stream()
                    .map(Row::of)
                    .sorted(Comparator.comparing(Row::name))
                    .toList();
            output.print(console.out(), rows, out -> table(rows).print(out));
        }
        return 0;
    }

    private static Table table(List<Row> rows) {
        Table table = new Table("TOPIC", "PARTITIONS", "REPLICAS");
        rows.forEach(row -> table.row(row.name(), row.partitions(), row.replicationFactor()));
        return table;
    }
}
