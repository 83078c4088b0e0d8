package io.ottla.protocol.link;

import io.ottla.actors.config.BrokerSettings;

/**
 * How much and how often is fetched.
 *
 * @param minBytes {@code replica.fetch.min.bytes}
 * @param maxBytes {@code replica.fetch.response.max.bytes}: of one response
 * @param partitionMaxBytes {@code replica.fetch.max.bytes}: of one partition in a response
 * @param maxWaitMs {@code replica.fetch.wait.max.ms}: how long a fetch may be parked
 * @param timeoutMs {@code replica.socket.timeout.ms}: a leader's node that does not answer for so long is connected to anew
 * @param pauseMs {@code replica.fetch.backoff.ms}: the longest pause after an error of a partition
 */
record LinkLimits(int minBytes, int maxBytes, int partitionMaxBytes, int maxWaitMs, int timeoutMs, long pauseMs) {
    static LinkLimits of(BrokerSettings settings) {
        return new LinkLimits(
                settings.getInt("replica.fetch.min.bytes"),
                settings.getInt("replica.fetch.response.max.bytes"),
                settings.getInt("replica.fetch.max.bytes"),
                settings.getInt("replica.fetch.wait.max.ms"),
                settings.getInt("replica.socket.timeout.ms"),
                settings.getInt("replica.fetch.backoff.ms"));
    }
}
