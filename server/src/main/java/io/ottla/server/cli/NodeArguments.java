package io.ottla.server.cli;

import io.ottla.server.HostAndPort;
import io.ottla.server.JoinOptions;
import io.ottla.server.NodeFlags;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that {@code dev} and {@code start} share. */
final class NodeArguments {
    @Option(names = "--data", paramLabel = "DIR", description = "The data folder (default: ./ottla-data).")
    private @Nullable Path data;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Where Kafka clients connect (default: 127.0.0.1:9092). Port 0 takes a free one.")
    private @Nullable String kafka;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "Health, metrics and REST (default: 127.0.0.1:8080). Port 0 takes a free one.")
    private @Nullable String http;

    @Option(
            names = "--akka",
            paramLabel = "HOST:PORT",
            description = "Where other nodes of the cluster connect (default of start: 127.0.0.1:2551)."
                    + " Port 0 takes a free one.")
    private @Nullable String akka;

    @Mixin
    private JoinArguments join;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "A broker setting, by Kafka's name, such as num.partitions=3. May be repeated.")
    private List<String> set = List.of();

    /** The options as given. */
    NodeFlags flags() {
        Map<String, String> settings = new HashMap<>(KeyValues.parseAll("--set", set));
        settings.putAll(join.settings());
        return new NodeFlags(
                Optional.ofNullable(data),
                address("--kafka", kafka),
                address("--http", http),
                address("--akka", akka),
                join.options(),
                settings);
    }

    /** Whether the node is told how to find others. */
    boolean joinsOthers() {
        return !join.options().equals(JoinOptions.ALONE);
    }

    static Optional<HostAndPort> address(String option, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(HostAndPort::parse);
        } catch (IllegalArgumentException e) {
            throw new UsageError(option + ": " + e.getMessage(), e);
        }
    }
}
