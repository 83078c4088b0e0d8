package io.ottla.registry.state;

/**
 * Why the registry does not do what it was asked.
 *
 * @param code of the HTTP API: five digits, of which the first three are the status
 * @param message for the client
 */
public record Refusal(int code, String message) {
    /** The HTTP status that goes with it. */
    public int status() {
        return code / 100;
    }
}
