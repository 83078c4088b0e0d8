package io.ottla.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that stands before others, as {@code topic} in {@code topic create}, and does nothing alone. */
abstract sealed class CommandGroup implements Runnable
        permits TopicCommand, GroupCommand, SchemaCommand, ClusterCommand, LogCommand {
    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        String words = String.join("|", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "say what to do: " + spec.qualifiedName() + " " + words);
    }
}
