package io.ottla.http;

import akka.http.javadsl.HttpsConnectionContext;
import java.util.Optional;

/**
 * Who may come to a front, and how.
 *
 * @param tls the front's certificate; without it the front speaks plain HTTP
 * @param gate stands before its routes
 */
public record FrontAccess(Optional<HttpsConnectionContext> tls, Gate gate) {
    /** Plain HTTP for everybody. */
    public static FrontAccess open() {
        return new FrontAccess(Optional.empty(), Gate.OPEN);
    }
}
