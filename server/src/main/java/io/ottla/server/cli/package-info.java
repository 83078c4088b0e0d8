/**
 * The {@code ottla} command line: one class a command. Commands that look at a cluster reach it through the public Kafka
 * clients alone, so they work against any Kafka cluster too.
 */
package io.ottla.server.cli;
