package io.ottla.http;

import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.HttpRequest;

/**
 * Who makes a request, as a Kafka principal ({@code User:alice}). It goes with the request, so that whoever answers it can know; there
 * are no rights yet that depend on it.
 */
public final class Caller {
    /** Nobody has said who it is. */
    public static final String ANONYMOUS = "User:ANONYMOUS";

    private static final AttributeKey<String> PRINCIPAL = AttributeKey.create("ottla-principal", String.class);

    private Caller() {}

    /** The caller of a request. */
    public static String of(HttpRequest request) {
        return request.getAttribute(PRINCIPAL).orElse(ANONYMOUS);
    }

    /** The request with the name of the user who makes it. */
    public static HttpRequest named(HttpRequest request, String user) {
        return request.addAttribute(PRINCIPAL, "User:" + user);
    }
}
