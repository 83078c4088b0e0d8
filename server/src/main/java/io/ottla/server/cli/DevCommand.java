package io.ottla.server.cli;

import io.ottla.server.NodeOptions;
import io.ottla.server.NodeProcess;
import io.ottla.server.OptionMerge;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ottla dev}: one node, or a cluster of several, on this machine, without configuration. */
@Command(name = "dev", description = "Run one node, or a cluster of several, on this machine, without configuration.")
final class DevCommand implements Callable<Integer> {
    private final Console console;
    private final OttlaCommand ottla;

    @Mixin
    private NodeArguments arguments;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "How many nodes (default: 1). Several are a process each, on the ports that follow.")
    private int nodes = 1;

    DevCommand(Console console, OttlaCommand ottla) {
        this.console = console;
        this.ottla = ottla;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (nodes < 1 || nodes > DevNodes.NODES_MAX) {
            throw new UsageError("--nodes: " + nodes + " is not between 1 and " + DevNodes.NODES_MAX);
        }
        if (nodes > 1 && arguments.joinsOthers()) {
            throw new UsageError("--nodes begins a cluster of its own: leave --join and --bootstrap-expect out");
        }
        if (nodes > 1) {
            return DevNodes.run(nodes, arguments.flags(), console.out());
        }
        NodeOptions options = OptionMerge.merge(NodeOptions.Mode.DEV, Map.of(), arguments.flags());
        return NodeProcess.run(options, console.out(), Launcher.name(), ottla.verbose());
    }
}
