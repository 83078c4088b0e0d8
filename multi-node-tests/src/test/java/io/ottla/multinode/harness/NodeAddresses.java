package io.ottla.multinode.harness;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node listens, as its ready line says.
 *
 * @param kafka the Kafka port, HOST:PORT
 * @param http the HTTP port, HOST:PORT
 */
public record NodeAddresses(String kafka, String http) {
    private static final Pattern READY_LINE =
            Pattern.compile("(?m)^Ottla is ready\\b.*?Kafka at ([^\\s,]+:\\d+).*?HTTP at (?:http://)?([^\\s,/]+:\\d+)");

    /** Port 0 of the loopback interface: any that is free. */
    static final NodeAddresses ANY_FREE = new NodeAddresses("127.0.0.1:0", "127.0.0.1:0");

    /** Finds the ready line in what a node wrote to standard output. */
    static Optional<NodeAddresses> find(String output) {
        Matcher line = READY_LINE.matcher(output);
        return line.find() ? Optional.of(new NodeAddresses(line.group(1), line.group(2))) : Optional.empty();
    }

    /** The number of the Kafka port. */
    public int kafkaPort() {
        return Integer.parseInt(kafka.substring(kafka.lastIndexOf(':') + 1));
    }
}
