package io.ottla.server.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla group reset GROUP}: shows what it would change, and changes it with {@code --execute}. */
@Command(
        name = "reset",
        description = "Move a group's committed offsets. Shows what would change; --execute changes it.")
final class GroupResetCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "GROUP", description = "The group. It must have no members.")
    private String group;

    @Option(
            names = "--topic",
            paramLabel = "T[:p]",
            required = true,
            description = "A topic, or some of its partitions, as T:0,2. May be repeated.")
    private List<String> topics;

    @ArgGroup(multiplicity = "1")
    private ResetTargetOptions targets;

    @Option(names = "--execute", description = "Change the offsets.")
    private boolean execute;

    @Option(
            names = "--undo-file",
            paramLabel = "FILE",
            description =
                    "Where to write the offsets as they were, for 'group undo'; by default a new file in the working folder.")
    private @Nullable Path undoFile;

    GroupResetCommand(Console console) {
        this.console = console;
    }

    /** What one partition's offset was and will be. */
    record Move(String topic, int partition, @Nullable Long committedOffset, long newOffset) {
        TopicPartition topicPartition() {
            return new TopicPartition(topic, partition);
        }
    }

    @Override
    public Integer call() {
        ResetTarget target = targets.target(new Times(Clock.systemDefaultZone()));
        List<TopicSelection> selections = topics.stream()
                .map(topic -> TopicSelection.parse("--topic", topic))
                .toList();
        try (Admin admin = cluster.admin()) {
            Groups.refuseActive(admin, group);
            Map<TopicPartition, OffsetAndMetadata> committed = Groups.committed(admin, group);
            List<Move> moves = plan(admin, partitions(admin, selections), target, committed);
            if (execute) {
                keep(moves, committed);
                Await.result(
                        admin.alterConsumerGroupOffsets(group, offsets(moves)).all());
            }
            output.print(console.out(), moves, out -> print(out, moves));
        }
        return 0;
    }

    /** Nothing is moved before it is written down where it was. */
    private void keep(List<Move> moves, Map<TopicPartition, OffsetAndMetadata> committed) {
        Path file = undoFile == null ? UndoFile.named(group, LocalDateTime.now(Clock.systemDefaultZone())) : undoFile;
        new UndoFile(
                        group,
                        moves.stream()
                                .map(move ->
                                        UndoFile.Was.of(move.topicPartition(), committed.get(move.topicPartition())))
                                .toList())
                .write(file);
        console.err()
                .println("The offsets as they were are in " + file + "; '" + Launcher.name() + " group undo " + file
                        + " --execute' puts them back.");
    }

    private static List<TopicPartition> partitions(Admin admin, List<TopicSelection> selections) {
        Set<String> names = selections.stream().map(TopicSelection::topic).collect(Collectors.toSet());
        return TopicSelection.resolve(selections, Topics.describe(admin, names));
    }

    private static List<Move> plan(
            Admin admin,
            List<TopicPartition> partitions,
            ResetTarget target,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Long> earliest = Topics.offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> latest = Topics.offsets(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> atInstant = target instanceof ResetTarget.ToTime time
                ? Topics.offsets(
                        admin,
                        partitions,
                        OffsetSpec.forTimestamp(time.instant().toEpochMilli()))
                : Map.of();
        return partitions.stream()
                .map(partition -> {
                    PartitionOffsets offsets = new PartitionOffsets(
                            partition,
                            Groups.offset(committed.get(partition)),
                            Present.in(earliest, partition),
                            Present.in(latest, partition));
                    long moved = offsets.moved(target, atInstant.getOrDefault(partition, -1L));
                    return new Move(partition.topic(), partition.partition(), offsets.committed(), moved);
                })
                .toList();
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(List<Move> moves) {
        return moves.stream()
                .collect(Collectors.toMap(Move::topicPartition, move -> new OffsetAndMetadata(move.newOffset())));
    }

    private void print(PrintStream out, List<Move> moves) {
        Table table = new Table("TOPIC", "PARTITION", "COMMITTED", "NEW");
        moves.forEach(move ->
                table.row(move.topic(), move.partition(), Words.orDash(move.committedOffset()), move.newOffset()));
        table.print(out);
        if (!execute) {
            console.err().println("Nothing was changed; --execute changes it.");
        }
    }
}
