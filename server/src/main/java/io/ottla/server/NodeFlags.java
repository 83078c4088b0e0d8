package io.ottla.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says about a node. It overrules the configuration file.
 *
 * @param data {@code --data}
 * @param kafka {@code --kafka}
 * @param http {@code --http}
 * @param akka {@code --akka}
 * @param join {@code --join}, {@code --bootstrap-expect} and {@code --advertise}
 * @param set {@code --set}, and the settings that have flags of their own, by name
 */
public record NodeFlags(
        Optional<Path> data,
        Optional<HostAndPort> kafka,
        Optional<HostAndPort> http,
        Optional<HostAndPort> akka,
        JoinOptions join,
        Map<String, String> set) {
    public NodeFlags {
        set = Map.copyOf(set);
    }
}
