package io.ottla.server.cli;

import picocli.CommandLine.Command;

/** The word {@code schema}. */
@Command(name = "schema", description = "List, show, register, check and delete schemas.")
final class SchemaCommand extends CommandGroup {}
