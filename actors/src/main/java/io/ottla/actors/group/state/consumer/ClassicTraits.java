package io.ottla.actors.group.state.consumer;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/**
 * What a coordinator must remember of a member that speaks the classic protocol in a consumer group.
 *
 * @param protocols what it supports, the favourite first
 */
public record ClassicTraits(int sessionTimeoutMs, List<Protocol> protocols) {
    public ClassicTraits {
        protocols = List.copyOf(protocols);
    }

    /** One way of assigning that it could take part in, with its metadata. */
    public record Protocol(String name, Bytes metadata) {}
}
