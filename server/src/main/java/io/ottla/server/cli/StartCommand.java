package io.ottla.server.cli;

import io.ottla.server.NodeOptions;
import io.ottla.server.NodeProcess;
import io.ottla.server.OptionMerge;
import io.ottla.server.SettingsFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ottla start}: a node from a configuration file. */
@Command(name = "start", description = "Run a node from a configuration file.")
final class StartCommand implements Callable<Integer> {
    private final Console console;
    private final OttlaCommand ottla;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A *.properties file as Kafka's server.properties, or a *.conf file in HOCON.")
    private @Nullable Path config;

    @Mixin
    private NodeArguments arguments;

    StartCommand(Console console, OttlaCommand ottla) {
        this.console = console;
        this.ottla = ottla;
    }

    @Override
    public Integer call() {
        Map<String, String> file = config == null ? Map.of() : SettingsFile.read(config);
        NodeOptions options = OptionMerge.merge(NodeOptions.Mode.START, file, arguments.flags());
        return NodeProcess.run(options, console.out(), Launcher.name(), ottla.verbose());
    }
}
