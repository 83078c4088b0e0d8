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

    /** The defaults: ten seconds for a topic, thirty for an answer, five minutes for an instance, 500 instances, a day to produce, no limits. */
    public static RestSettings of(String bootstrapServers, String ownUrl) {
        return new RestSettings(
                bootstrapServers,
                ownUrl,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                500,
                Duration.ofDays(1),
                ProduceLimits.none(),
                Optional.empty());
    }

    /** The same with another time for the cluster to answer. */
    public RestSettings withClientTimeout(Duration timeout) {
        return new RestSettings(
                bootstrapServers,
                ownUrl,
                maxBlock,
                timeout,
                instanceTimeout,
                maxInstances,
                longestProduce,
                produceLimits,
                tls);
    }

    /** The same with another time after which unused instances are given up. */
    public RestSettings withInstanceTimeout(Duration timeout) {
        return new RestSettings(
                bootstrapServers,
                ownUrl,
                maxBlock,
                clientTimeout,
                timeout,
                maxInstances,
                longestProduce,
                produceLimits,
                tls);
    }

    /** The same with another bound of consumer instances. */
    public RestSettings withMaxInstances(int instances) {
        return new RestSettings(
                bootstrapServers,
                ownUrl,
                maxBlock,
                clientTimeout,
                instanceTimeout,
                instances,
                longestProduce,
                produceLimits,
                tls);
    }

    /** The same with another time after which a request that produces is ended. */
    public RestSettings withLongestProduce(Duration longest) {
        return new RestSettings(
                bootstrapServers,
                ownUrl,
                maxBlock,
                clientTimeout,
                instanceTimeout,
                maxInstances,
                longest,
                produceLimits,
                tls);
    }

    /** The same with limits of what requests of version 3 may produce. */
    public RestSettings withProduceLimits(ProduceLimits limits) {
        return new RestSettings(
                bootstrapServers,
                ownUrl,
                maxBlock,
                clientTimeout,
                instanceTimeout,
                maxInstances,
                longestProduce,
                limits,
                tls);
    }

    /** The same, calling the other nodes by TLS. */
    public RestSettings withTls(Optional<HttpsConnectionContext> client) {
        return new RestSettings(
                bootstrapServers,
                ownUrl,
                maxBlock,
                clientTimeout,
                instanceTimeout,
                maxInstances,
                longestProduce,
                produceLimits,
                client);
    }
}
