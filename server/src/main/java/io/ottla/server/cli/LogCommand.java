package io.ottla.server.cli;

import picocli.CommandLine.Command;

/** The word {@code log}. */
@Command(name = "log", description = "Look into log files, without a broker.")
final class LogCommand extends CommandGroup {}
