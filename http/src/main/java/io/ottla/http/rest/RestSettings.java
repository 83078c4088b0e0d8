package io.ottla.http.rest;

import akka.http.javadsl.HttpsConnectionContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What the REST proxy may cost, and whom it serves.
 *
 * @param bootstrapServers the cluster, as {@code bootstrap.servers}
 * @param ownUrl where the other nodes of the proxy reach this one, without a slash at the end
 * @param maxBlock how long a record may wait for its topic, or for room in the producer's buffer
 * @param clientTimeout how long the cluster may take to answer what is asked of it
 * @param instanceTimeout a consumer instance that nobody asks anything for so long is given up
 * @param maxInstances consumer instances of one node; further ones are refused
 * @param longestProduce a request that produces for so long is answered with 408 and ended
 * @param produceLimits how much requests of version 3 may produce
 * @param tls how the other nodes are called, if they speak TLS
 */
public record RestSettings(
        String bootstrapServers,
        String ownUrl,
        Duration maxBlock,
        Duration clientTimeout,
        Duration instanceTimeout,
        int maxInstances,
        Duration longestProduce,
        ProduceLimits produceLimits,
        Optional<HttpsConnectionContext> tls) {

    /** The defaults, for this cluster and this node: see {@link RestSettingsBuilder}. */
    public static RestSettings of(String bootstrapServers, String ownUrl) {
        return builder(bootstrapServers, ownUrl).build();
    }

    /** Begins with the defaults. */
    public static RestSettingsBuilder builder(String bootstrapServers, String ownUrl) {
        return new RestSettingsBuilder(bootstrapServers, ownUrl);
    }
}
