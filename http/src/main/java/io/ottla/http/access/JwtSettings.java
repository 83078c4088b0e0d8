package io.ottla.http.access;

import java.net.URI;
import java.util.Optional;

/**
 * Whose signed tokens (JWT, RFC 7519) count.
 *
 * @param keys where the issuer's public keys are, as a JSON Web Key Set: {@code file:}, {@code https:} or {@code http:}
 * @param issuer the {@code iss} that a token must have, if any
 * @param audience one of a token's {@code aud}, if any is asked for
 */
public record JwtSettings(URI keys, Optional<String> issuer, Optional<String> audience) {}
