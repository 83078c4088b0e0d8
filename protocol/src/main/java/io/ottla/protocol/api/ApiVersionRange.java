package io.ottla.protocol.api;

import org.apache.kafka.common.protocol.ApiKeys;

/**
 * The versions of one Kafka API that a handler answers.
 *
 * @param api the API
 * @param min the oldest version
 * @param max the newest version
 */
public record ApiVersionRange(ApiKeys api, short min, short max) {
    public ApiVersionRange {
        if (min > max || max > api.latestVersion(true)) {
            throw new IllegalArgumentException(api + " has no versions " + min + " to " + max);
        }
    }

    /** Versions {@code min} to {@code max} of an API. */
    public static ApiVersionRange of(ApiKeys api, int min, int max) {
        return new ApiVersionRange(api, (short) min, (short) max);
    }

    /** Whether a request of this version is answered. */
    public boolean contains(short version) {
        return version >= min && version <= max;
    }
}
