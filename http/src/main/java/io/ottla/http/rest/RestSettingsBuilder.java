package io.ottla.http.rest;

import akka.http.javadsl.HttpsConnectionContext;
import java.time.Duration;
import java.util.Optional;

/**
 * Builds {@link RestSettings}; every setter is named after the component it sets. The defaults: ten seconds for a topic, thirty for an answer,
 * five minutes for an instance, 500 instances, a day to produce, as much as anybody likes, and no TLS.
 */
public final class RestSettingsBuilder {
    private static final Duration MAX_BLOCK = Duration.ofSeconds(10);

    private final String bootstrapServers;
    private final String ownUrl;
    private Duration clientTimeout = Duration.ofSeconds(30);
    private Duration instanceTimeout = Duration.ofMinutes(5);
    private int maxInstances = 500;
    private Duration longestProduce = Duration.ofDays(1);
    private ProduceLimits produceLimits = ProduceLimits.none();
    private Optional<HttpsConnectionContext> tls = Optional.empty();

    RestSettingsBuilder(String bootstrapServers, String ownUrl) {
        this.bootstrapServers = bootstrapServers;
        this.ownUrl = ownUrl;
    }

    /** Sets {@link RestSettings#clientTimeout}. */
    public RestSettingsBuilder clientTimeout(Duration value) {
        clientTimeout = value;
        return this;
    }

    /** Sets {@link RestSettings#instanceTimeout}. */
    public RestSettingsBuilder instanceTimeout(Duration value) {
        instanceTimeout = value;
        return this;
    }

    /** Sets {@link RestSettings#maxInstances}. */
    public RestSettingsBuilder maxInstances(int value) {
        maxInstances = value;
        return this;
    }

    /** Sets {@link RestSettings#longestProduce}. */
    public RestSettingsBuilder longestProduce(Duration value) {
        longestProduce = value;
        return this;
    }

    /** Sets {@link RestSettings#produceLimits}. */
    public RestSettingsBuilder produceLimits(ProduceLimits value) {
        produceLimits = value;
        return this;
    }

    /** Sets {@link RestSettings#tls}. */
    public RestSettingsBuilder tls(Optional<HttpsConnectionContext> value) {
        tls = value;
        return this;
    }

    /** The settings. */
    public RestSettings build() {
        return new RestSettings(
                bootstrapServers,
                ownUrl,
                MAX_BLOCK,
                clientTimeout,
                instanceTimeout,
                maxInstances,
                longestProduce,
                produceLimits,
                tls);
    }
}
