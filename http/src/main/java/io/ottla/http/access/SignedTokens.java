package io.ottla.http.access;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that somebody has signed whose public keys are known (JWT). A token must not be over, must name its subject, and must be signed
 * with a private key: secrets that both sides know do not count, nor does no signature. Thread-safe.
 */
final class SignedTokens {
    private static final Logger log = LoggerFactory.getLogger(SignedTokens.class);
    private static final int CLOCK_SKEW_SECONDS = 30;
    /** A new key of the issuer counts after so long at the latest; when keys could not be had they are asked for at once. */
    private static final long FETCH_NANOS = Duration.ofMinutes(5).toNanos();

    private static final String[] ALGORITHMS = {
        AlgorithmIdentifiers.RSA_USING_SHA256,
        AlgorithmIdentifiers.RSA_USING_SHA384,
        AlgorithmIdentifiers.RSA_USING_SHA512,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
        AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
        AlgorithmIdentifiers.EDDSA,
    };

    private final JwtSettings settings;
    private final KeySource source;
    private final LongSupplier nanoTime;
    private volatile @Nullable JwtConsumer consumer;
    private String known = "";
    private long fetchedNanos;

    private SignedTokens(JwtSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.source = new KeySource(settings.keys());
        this.nanoTime = nanoTime;
    }

    /**
     * Tokens by these settings. Keys in a file are read at once, others by the first {@link #refresh}.
     *
     * @throws IllegalArgumentException that says what is wrong with the settings or the file
     */
    static SignedTokens of(JwtSettings settings, LongSupplier nanoTime) {
        SignedTokens tokens = new SignedTokens(settings, nanoTime);
        if (tokens.source.isFile()) {
            try {
                tokens.read();
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot read keys from " + tokens.source + ": " + e, e);
            }
        }
        return tokens;
    }

    /** Reads the keys again when it is time; what cannot be read leaves everything as it was. Blocks. */
    synchronized void refresh() {
        if (!source.isFile() && consumer != null && nanoTime.getAsLong() - fetchedNanos < FETCH_NANOS) {
            return;
        }
        try {
            read();
        } catch (IOException e) {
            log.atWarn().addKeyValue("keys", source).log("Keys of bearer tokens stay as they were: {}", e.toString());
        }
    }

    /** The subject of a token that counts. */
    Optional<String> subject(String token) {
        JwtConsumer verifier = consumer;
        if (verifier == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(verifier.processToClaims(token).getSubject());
        } catch (InvalidJwtException | MalformedClaimException e) {
            log.debug("a bearer token was refused", e);
            return Optional.empty();
        }
    }

    private synchronized void read() throws IOException {
        String document = source.read();
        if (!document.equals(known)) {
            consumer = consumer(document);
            known = document;
            log.atInfo().addKeyValue("keys", source).log("Keys of bearer tokens were read");
        }
        fetchedNanos = nanoTime.getAsLong();
    }

    private JwtConsumer consumer(String document) throws IOException {
        JwtConsumerBuilder builder = new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS)
                .setVerificationKeyResolver(
                        new JwksVerificationKeyResolver(keys(document).getJsonWebKeys()));
        settings.issuer().ifPresent(builder::setExpectedIssuer);
        settings.audience().ifPresentOrElse(builder::setExpectedAudience, builder::setSkipDefaultAudienceValidation);
        return builder.build();
    }

    private static JsonWebKeySet keys(String document) throws IOException {
        try {
            JsonWebKeySet keys = new JsonWebKeySet(document);
            if (keys.getJsonWebKeys().isEmpty()) {
                throw new IOException("it is a JSON Web Key Set without keys that can be used");
            }
            return keys;
        } catch (JoseException e) {
            throw new IOException("it is not a JSON Web Key Set", e);
        }
    }
}
