package io.ottla.registry.schema;

/**
 * A text is not a schema of its language. Thrown where it is found, deep inside a parser, and turned into a refusal at the one
 * place that calls the parsers; the message names the place in the text and is meant for the client.
 */
public final class InvalidSchema extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With words for the client. */
    public InvalidSchema(String message) {
        super(message, null, false, false);
    }
}
