package io.ottla.server.cli;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ottla group list}. */
@Command(name = "list", description = "List the groups.")
final class GroupListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Only groups of this type: Classic, Consumer. May be repeated.")
    private List<String> types = List.of();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only groups in this state: Stable, Empty, PreparingRebalance ... May be repeated.")
    private List<String> states = List.of();

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
        ListGroupsOptions wanted = new ListGroupsOptions()
                .withTypes(known("--type", types, GroupType::parse, GroupType.UNKNOWN))
                .inGroupStates(known("--state", states, GroupState::parse, GroupState.UNKNOWN));
        try (Admin admin = cluster.admin()) {
            List<Row> rows = Await.result(admin.listGroups(wanted).all()).stream()
                    .map(Row::of)
                    .sorted(Comparator.comparing(Row::group))
                    .toList();
            output.print(console.out(), rows, out -> table(rows).print(out));
        }
        return 0;
    }

    private static <T> Set<T> known(String option, List<String> words, Function<String, T> parser, T unknown) {
        Set<T> known = new HashSet<>();
        for (String word : words) {
            T value = parser.apply(word.strip());
            if (value.equals(unknown)) {
                throw new UsageError(option + " " + word + " is not known");
            }
            known.add(value);
        }
        return known;
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
