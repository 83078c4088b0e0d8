package io.ottla.http.rest;

/**
 * How much the requests of version 3 that produce may send through one node in a second, all of them together.
 *
 * @param recordsPerSecond records; {@link #NONE} for any number
 * @param bytesPerSecond bytes of keys and values; {@link #NONE} for any number
 */
public record ProduceLimits(long recordsPerSecond, long bytesPerSecond) {
    /** Says that there is no limit. */
    public static final long NONE = -1;

    /** No limits. */
    public static ProduceLimits none() {
        return new ProduceLimits(NONE, NONE);
    }
}
