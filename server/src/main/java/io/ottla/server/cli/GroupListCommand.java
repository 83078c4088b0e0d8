package io.ottla.server.cli;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ottla group list}. */
@Command(name = "list", description = "List the groups.")
final class GroupListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOptions output;

    GroupListCommand(Console console) {
        this.console = console;
    }

    /** One line of the list; type and state are absent when an old broker does not tell them. */
    record Row(
            String group,
            @Nullable String type,
            String protocol,
            @Nullable String state) {
        static Row of(GroupListing group) {
            return new Row(
                    group.groupId(),
                    group.type().map(GroupType::toString).orElse(null),
                    group.protocol(),
                    group.groupState().map(GroupState::toString).orElse(null));
        }
    }

    @Override
    public Integer call() {
        try (Admin admin = cluster.admin()) {
            List<Row> rows = Await.result(admin.listGroups().all()).stream()
                    .map(Row::of)
                    .sorted(Comparator.comparing(Row::group))
                    .toList();
            output.print(console.out(), rows, out -> table(rows).print(out));
        }
        return 0;
    }

    private static Table table(List<Row> rows) {
        Table table = new Table("GROUP", "TYPE", "PROTOCOL", "STATE");
        for (Row row : rows) {
            String protocol = row.protocol().isEmpty() ? "-" : row.protocol();
            table.row(row.group(), Words.orDash(row.type()), protocol, Words.orDash(row.state()));
        }
        return table;
    }
}
