package io.ottla.server.cli;

import picocli.CommandLine.Command;

/** The word {@code cluster}. */
@Command(name = "cluster", description = "Look at a cluster, and take brokers out of it.")
final class ClusterCommand extends CommandGroup {}
