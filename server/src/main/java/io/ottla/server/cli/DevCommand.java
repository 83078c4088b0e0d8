package io.ottla.server.cli;

import io.ottla.server.NodeOptions;
import io.ottla.server.NodeProcess;
import io.ottla.server.OptionMerge;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ottla dev}: one node on this machine, without configuration. */
@Command(name = "dev", description = "Run one node on this machine, without configuration.")
final class DevCommand implements Callable<Integer> {
    private final Console console;
    private final OttlaCommand ottla;

    @Mixin
    private NodeArguments arguments;

    DevCommand(Console console, OttlaCommand ottla) {
        this.console = console;
        this.ottla = ottla;
    }

    @Override
    public Integer call() {
        NodeOptions options = OptionMerge.merge(NodeOptions.Mode.DEV, Map.of(), arguments.flags());
        return NodeProcess.run(options, console.out(), Launcher.name(), ottla.verbose());
    }
}
