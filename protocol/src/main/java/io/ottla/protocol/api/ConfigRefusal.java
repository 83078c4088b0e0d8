package io.ottla.protocol.api;

import org.apache.kafka.common.protocol.Errors;

/**
 * Why the settings of a resource are not described or changed.
 *
 * @param error the code for the client
 * @param message what was wrong, empty when the code says it all
 */
record ConfigRefusal(Errors error, String message) {
    /** A request that makes no sense. */
    static ConfigRefusal invalid(String message) {
        return new ConfigRefusal(Errors.INVALID_REQUEST, message);
    }
}
