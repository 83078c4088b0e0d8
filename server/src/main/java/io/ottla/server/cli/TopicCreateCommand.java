package io.ottla.server.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla topic create NAME}. */
@Command(name = "create", description = "Create a topic.")
final class TopicCreateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "NAME", description = "The topic: letters, digits, dots, underscores and hyphens.")
    private String name;

    @Option(
            names = "--partitions",
            paramLabel = "n",
            description = "How many partitions (default: the broker's num.partitions).")
    private @Nullable Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "n",
            description = "How many replicas each has (default: the broker's default.replication.factor).")
    private @Nullable Short replicationFactor;

    @Option(
            names = "--config",
            paramLabel = "k=v",
            description = "A topic setting, by Kafka's name, such as retention.ms=3600000. May be repeated.")
    private List<String> configs = List.of();

    @Option(names = "--if-not-exists", description = "Be content when the topic is there already.")
    private boolean ifNotExists;

    TopicCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        NewTopic topic = new NewTopic(name, Optional.ofNullable(partitions), Optional.ofNullable(replicationFactor))
                .configs(KeyValues.parseAll("--config", configs));
        try (Admin admin = cluster.admin()) {
            CreateTopicsResult result = admin.createTopics(List.of(topic));
            Await.result(Present.in(result.values(), name));
            int created = Await.result(result.numPartitions(name));
            int replicas = Await.result(result.replicationFactor(name));
            console.out()
                    .println("created topic " + name + ": " + Words.count(created, "partition") + ", "
                            + Words.count(replicas, "replica") + " each");
        } catch (TopicExistsException e) {
            if (!ifNotExists) {
                throw new CommandFailure(
                        "topic '" + name + "' exists already; --if-not-exists accepts that, 'topic alter' changes it",
                        e);
            }
            console.out().println("topic " + name + " exists already");
        }
        return 0;
    }
}
