package io.ottla.server.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla topic delete NAME...}. */
@Command(name = "delete", description = "Delete topics with all their records.")
final class TopicDeleteCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The topics.")
    private List<String> names;

    @Option(names = "--if-exists", description = "Be content when a topic is not there.")
    private boolean ifExists;

    TopicDeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Admin admin = cluster.admin()) {
            Map<String, KafkaFuture<Void>> results = admin.deleteTopics(names).topicNameValues();
            EachOf.run(names, name -> delete(name, Present.in(results, name)));
        }
        return 0;
    }

    private void delete(String name, KafkaFuture<Void> result) {
        try {
            Await.result(result);
            console.out().println("deleted topic " + name);
        } catch (UnknownTopicOrPartitionException e) {
            if (!ifExists) {
                throw Topics.unknown(name, e);
            }
        }
    }
}
