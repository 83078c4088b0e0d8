package io.ottla.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla topic alter NAME}. */
@Command(name = "alter", description = "Change a topic's settings, or give it more partitions.")
final class TopicAlterCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "NAME", description = "The topic.")
    private String name;

    @Option(
            names = "--partitions",
            paramLabel = "n",
            description =
                    "How many partitions it shall have; never fewer than it has. Keys may move to other partitions.")
    private @Nullable Integer partitions;

    @Option(names = "--config", paramLabel = "k=v", description = "Set a topic setting. May be repeated.")
    private List<String> configs = List.of();

    @Option(
            names = "--delete-config",
            paramLabel = "k",
            description = "Return a topic setting to the broker's default. May be repeated.")
    private List<String> deletedConfigs = List.of();

    TopicAlterCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<AlterConfigOp> changes = changes();
        if (partitions == null && changes.isEmpty()) {
            throw new UsageError("nothing to change: give --partitions, --config or --delete-config");
        }
        try (Admin admin = cluster.admin()) {
            if (!changes.isEmpty()) {
                ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
                Await.result(
                        admin.incrementalAlterConfigs(Map.of(topic, changes)).all());
            }
            if (partitions != null) {
                Await.result(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions)))
                        .all());
            }
        } catch (UnknownTopicOrPartitionException e) {
            throw Topics.unknown(name, e);
        }
        console.out().println("altered topic " + name);
        return 0;
    }

    private List<AlterConfigOp> changes() {
        List<AlterConfigOp> changes = new ArrayList<>();
        KeyValues.parseAll("--config", configs)
                .forEach((key, value) ->
                        changes.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        deletedConfigs.forEach(
                key -> changes.add(new AlterConfigOp(new ConfigEntry(key, ""), AlterConfigOp.OpType.DELETE)));
        return changes;
    }
}
