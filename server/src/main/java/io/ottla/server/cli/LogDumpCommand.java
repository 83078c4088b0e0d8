package io.ottla.server.cli;

import io.ottla.storage.Disk;
import io.ottla.storage.LogDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla log dump FILE...}. */
@Command(
        name = "dump",
        description = "Print the files of a partition's folder: segments, indexes, snapshots, checkpoints.")
final class LogDumpCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A .log, .index, .timeindex, .txnindex or .snapshot file, or a checkpoint.")
    private List<Path> files;

    @Option(names = "--records", description = "Show the records of each batch too.")
    private boolean records;

    LogDumpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        LogDump dump = new LogDump(Disk.real(), records);
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new CommandFailure(file + " is not a file; partitions lie in DIR/data/TOPIC-PARTITION/");
            }
            if (files.size() > 1) {
                console.out().println(file);
            }
            dump(dump, file);
        }
        return 0;
    }

    private void dump(LogDump dump, Path file) throws IOException {
        try {
            dump.dump(file, console.out());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(FailureMessages.of(e), e);
        }
    }
}
