package io.ottla.server.cli;

import picocli.CommandLine.Command;

/** The word {@code group}. */
@Command(name = "group", description = "List, describe, delete and reset consumer groups.")
final class GroupCommand extends CommandGroup {}
