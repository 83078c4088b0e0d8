package io.ottla.server.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla group undo FILE}: puts back what {@code group reset} moved. */
@Command(
        name = "undo",
        description =
                "Put a group's offsets back as 'group reset' found them. Shows what would change; --execute changes it.")
final class GroupUndoCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "FILE", description = "The file that 'group reset --execute' has written.")
    private Path file;

    @Option(names = "--execute", description = "Change the offsets.")
    private boolean execute;

    GroupUndoCommand(Console console) {
        this.console = console;
    }

    /** What one partition's offset is and will be; absent where nothing is or will be committed. */
    record Move(
            String topic,
            int partition,
            @Nullable Long committedOffset,
            @Nullable Long newOffset) {}

    @Override
    public Integer call() {
        UndoFile undo = UndoFile.read(file);
        try (Admin admin = cluster.admin()) {
            Groups.refuseActive(admin, undo.group());
            Map<TopicPartition, OffsetAndMetadata> committed = Groups.committed(admin, undo.group());
            if (execute) {
                putBack(admin, undo);
            }
            List<Move> moves = undo.offsets().stream()
                    .map(was -> new Move(
                            was.topic(),
                            was.partition(),
                            Groups.offset(committed.get(was.topicPartition())),
                            was.committedOffset()))
                    .toList();
            output.print(console.out(), moves, out -> print(out, moves));
        }
        return 0;
    }

    private static void putBack(Admin admin, UndoFile undo) {
        Map<TopicPartition, OffsetAndMetadata> had = new HashMap<>();
        Set<TopicPartition> hadNone = new HashSet<>();
        for (UndoFile.Was was : undo.offsets()) {
            was.committed()
                    .ifPresentOrElse(
                            committed -> had.put(was.topicPartition(), committed),
                            () -> hadNone.add(was.topicPartition()));
        }
        if (!had.isEmpty()) {
            Await.result(admin.alterConsumerGroupOffsets(undo.group(), had).all());
        }
        if (!hadNone.isEmpty()) {
            Await.result(admin.deleteConsumerGroupOffsets(undo.group(), hadNone).all());
        }
    }

    private void print(PrintStream out, List<Move> moves) {
        Table table = new Table("TOPIC", "PARTITION", "COMMITTED", "NEW");
        moves.forEach(move -> table.row(
                move.topic(), move.partition(), Words.orDash(move.committedOffset()), Words.orDash(move.newOffset())));
        table.print(out);
        if (!execute) {
            console.err().println("Nothing was changed; --execute changes it.");
        }
    }
}
