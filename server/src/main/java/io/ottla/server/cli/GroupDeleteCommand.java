package io.ottla.server.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ottla group delete GROUP...}. */
@Command(name = "delete", description = "Delete groups with the offsets they committed. They must have no members.")
final class GroupDeleteCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(arity = "1..*", paramLabel = "GROUP", description = "The groups.")
    private List<String> names;

    GroupDeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Admin admin = cluster.admin()) {
            Map<String, KafkaFuture<Void>> results =
                    admin.deleteConsumerGroups(names).deletedGroups();
            EachOf.run(names, name -> delete(name, Present.in(results, name)));
        }
        return 0;
    }

    private void delete(String name, KafkaFuture<Void> result) {
        try {
            Await.result(result);
            console.out().println("deleted group " + name);
        } catch (GroupIdNotFoundException e) {
            throw Groups.unknown(name);
        } catch (GroupNotEmptyException e) {
            throw new CommandFailure("group '" + name + "' has members; stop its consumers first", e);
        }
    }
}
