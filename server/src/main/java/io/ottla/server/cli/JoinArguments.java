package io.ottla.server.cli;

import io.ottla.server.HostAndPort;
import io.ottla.server.JoinOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that tell a node who it is in which cluster. */
final class JoinArguments {
    @Option(
            names = "--node-id",
            paramLabel = "N",
            description = "The node's number, unlike that of every other node (default: the next free one).")
    private @Nullable Integer nodeId;

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT",
            split = ",",
            description =
                    "Addresses (--akka) of nodes of the cluster. If this node's own is among them, they begin a cluster"
                            + " together when there is none; else it joins the one there is.")
    private List<String> join = List.of();

    @Option(
            names = "--bootstrap-expect",
            paramLabel = "N",
            description =
                    "How many nodes begin the cluster together (default: as many as --join names, if this node is one"
                            + " of them).")
    private @Nullable Integer bootstrapExpect;

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description = "The host by which clients and nodes reach this one, if it listens on all addresses.")
    private @Nullable String advertise;

    @Option(names = "--rack", paramLabel = "R", description = "Where the node stands; copies are spread over racks.")
    private @Nullable String rack;

    JoinOptions options() {
        List<HostAndPort> addresses = join.stream()
                .map(text -> NodeArguments.address("--join", text.strip()).orElseThrow())
                .toList();
        return new JoinOptions(addresses, Optional.ofNullable(bootstrapExpect), Optional.ofNullable(advertise));
    }

    /** Those that are settings of the broker. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        if (nodeId != null) {
            settings.put("node.id", nodeId.toString());
        }
        if (rack != null) {
            settings.put("broker.rack", rack);
        }
        return settings;
    }
}
