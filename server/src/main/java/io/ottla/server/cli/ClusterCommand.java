package io.ottla.server.cli;

import picocli.CommandLine.Command;

/** The word {@code cluster}. */
@Command(name = "cluster", description = "Look at a cluster.")
final class ClusterCommand extends CommandGroup {}
