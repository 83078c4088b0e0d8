package io.ottla.server.cli;

import io.ottla.server.Logging;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * Builds the tree of commands and runs one. Exit codes: 0 it did, 1 it could not, 2 it was asked wrongly.
 */
public final class OttlaCli {
    private static final int USAGE_COLUMNS = 100;

    private final CommandLine root;
    private final Console console;

    /** With all commands. */
    OttlaCli(Console console) {
        this(console, "");
    }

    /**
     * With the commands that an argument list needs which begins so. A node starts sooner when the commands that it is not
     * asked for are not built; what names none of them gets them all, for help and for suggestions.
     */
    OttlaCli(Console console, String first) {
        this.console = console;
        OttlaCommand ottla = new OttlaCommand();
        this.root = new CommandLine(ottla);
        switch (first) {
            case "dev", "start" -> addNodeCommands(ottla);
            case "topic" -> addTopicCommands();
            case "produce", "tail" -> addRecordCommands();
            case "group" -> addGroupCommands();
            case "schema" -> addSchemaCommands();
            default -> {
                addNodeCommands(ottla);
                addTopicCommands();
                addRecordCommands();
                addGroupCommands();
                addSchemaCommands();
                addInspectionCommands();
            }
        }
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setUsageHelpWidth(USAGE_COLUMNS);
        root.setOut(new PrintWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8), true));
        root.setErr(new PrintWriter(new OutputStreamWriter(console.err(), StandardCharsets.UTF_8), true));
        root.setParameterExceptionHandler(new UsageErrors());
        root.setExecutionExceptionHandler(new Failures(ottla));
        root.setExecutionStrategy(parsed -> {
            logAs(ottla);
            return new CommandLine.RunLast().execute(parsed);
        });
    }

    /** Runs the command line on the process's own streams and returns the exit code. */
    public static int run(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        return new OttlaCli(Console.ofProcess(), first).execute(arguments);
    }

    /** The tree of commands. */
    CommandLine root() {
        return root;
    }

    int execute(String... arguments) {
        int exitCode = root.execute(arguments);
        console.out().flush();
        return exitCode;
    }

    /** The log of a command; commands that run a node put the node's in its place. */
    private static void logAs(OttlaCommand ottla) {
        if (ottla.verbose()) {
            Logging.ofVerboseCommand();
        } else {
            Logging.none();
        }
    }

    private void addNodeCommands(OttlaCommand ottla) {
        root.addSubcommand(new DevCommand(console, ottla));
        root.addSubcommand(new StartCommand(console, ottla));
        root.addSubcommand(new WarmArchiveCommand());
    }

    private void addTopicCommands() {
        root.addSubcommand(new TopicCommand());
        CommandLine topic = Present.in(root.getSubcommands(), "topic");
        topic.addSubcommand(new TopicCreateCommand(console));
        topic.addSubcommand(new TopicListCommand(console));
        topic.addSubcommand(new TopicDescribeCommand(console));
        topic.addSubcommand(new TopicAlterCommand(console));
        topic.addSubcommand(new TopicDeleteCommand(console));
    }

    private void addRecordCommands() {
        root.addSubcommand(new ProduceCommand(console));
        root.addSubcommand(new TailCommand(console));
    }

    private void addGroupCommands() {
        root.addSubcommand(new GroupCommand());
        CommandLine group = Present.in(root.getSubcommands(), "group");
        group.addSubcommand(new GroupListCommand(console));
        group.addSubcommand(new GroupDescribeCommand(console));
        group.addSubcommand(new GroupDeleteCommand(console));
        group.addSubcommand(new GroupResetCommand(console));
        group.addSubcommand(new GroupUndoCommand(console));
    }

    private void addSchemaCommands() {
        root.addSubcommand(new SchemaCommand());
        CommandLine schema = Present.in(root.getSubcommands(), "schema");
        schema.addSubcommand(new SchemaListCommand(console));
        schema.addSubcommand(new SchemaShowCommand(console));
        schema.addSubcommand(new SchemaRegisterCommand(console));
        schema.addSubcommand(new SchemaCheckCommand(console));
        schema.addSubcommand(new SchemaDeleteCommand(console));
    }

    private void addInspectionCommands() {
        root.addSubcommand(new ClusterCommand());
        CommandLine cluster = Present.in(root.getSubcommands(), "cluster");
        cluster.addSubcommand(new ClusterDescribeCommand(console));
        cluster.addSubcommand(new ClusterQuorumCommand(console));
        cluster.addSubcommand(new ClusterDecommissionCommand(console));
        root.addSubcommand(new LogCommand());
        Present.in(root.getSubcommands(), "log").addSubcommand(new LogDumpCommand(console));
        root.addSubcommand(new CompletionCommand(console));
    }
}
