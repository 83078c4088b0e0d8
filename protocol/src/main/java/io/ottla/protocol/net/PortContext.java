package io.ottla.protocol.net;

import io.ottla.actors.node.Pulse;
import io.ottla.protocol.metrics.RequestMetrics;

/**
 * What the connections of one port share.
 *
 * @param settings the port's settings
 * @param parser reads requests
 * @param memory what requests hold
 * @param metrics what is counted
 * @param connections who is connected
 * @param warnings where strangers' mistakes are logged
 * @param pulse whether the node may serve
 */
record PortContext(
        KafkaPortSettings settings,
        RequestParser parser,
        RequestMemory memory,
        RequestMetrics metrics,
        Connections connections,
        RateLimitedLog warnings,
        Pulse pulse) {}
