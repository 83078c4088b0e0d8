package io.ottla.server.cli;

import picocli.CommandLine.Command;

/** The word {@code topic}. */
@Command(name = "topic", description = "Create, list, describe, alter and delete topics.")
final class TopicCommand extends CommandGroup {}
