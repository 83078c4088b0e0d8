package io.ottla.actors.node;

import akka.actor.typed.ActorSystem;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.metadata.MetadataCache;
import java.time.Clock;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * What a node's streams to other nodes are made with.
 *
 * @param system runs them
 * @param nodeId the node they belong to
 * @param metadata tells where the other nodes are
 * @param settings its settings with the dynamic ones applied; ask anew each time
 * @param connectionLost told the number of a node when the connection to it breaks, or cannot be made
 * @param clock the time
 */
public record LinkContext(
        ActorSystem<?> system,
        int nodeId,
        MetadataCache metadata,
        Supplier<BrokerSettings> settings,
        IntConsumer connectionLost,
        Clock clock) {}
