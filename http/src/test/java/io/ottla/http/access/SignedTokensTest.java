package io.ottla.http.access;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.ottla.http.Caller;
import io.ottla.http.FrontAccess;
import io.ottla.http.RunningFront;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedTokensTest {
    private static final String ISSUER = "https://login.example.com";

    private static RsaJsonWebKey rsa;
    private static EllipticCurveJsonWebKey curve;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        rsa = RsaJwkGenerator.generateJwk(2048);
        rsa.setKeyId("one");
        curve = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        curve.setKeyId("two");
    }

    @Test
    void takesWhatIsSignedWithAKnownKey() throws Exception {
        SignedTokens tokens = tokens(Optional.of(ISSUER), Optional.of("ottla"));

        assertThat(tokens.subject(signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims("alice"))))
                .hasValue("alice");
        assertThat(tokens.subject(signed(curve, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, claims("bob"))))
                .hasValue("bob");
    }

    @Test
    void takesNothingThatIsOverOrMeantForOthersOrNamesNobody() throws Exception {
        SignedTokens tokens = tokens(Optional.of(ISSUER), Optional.of("ottla"));

        JwtClaims over = claims("alice");
        over.setExpirationTimeMinutesInTheFuture(-5);
        JwtClaims endless = claims("alice");
        endless.unsetClaim("exp");
        JwtClaims otherIssuer = claims("alice");
        otherIssuer.setIssuer("https://elsewhere.example.com");
        JwtClaims otherAudience = claims("alice");
        otherAudience.setAudience("bank");
        JwtClaims nobody = claims("alice");
        nobody.unsetClaim("sub");
        for (JwtClaims claims : List.of(over, endless, otherIssuer, otherAudience, nobody)) {
            assertThat(tokens.subject(signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims)))
                    .as(claims.toJson())
                    .isEmpty();
        }
    }

    @Test
    void takesNoSignatureButOneOfAKnownPrivateKey() throws Exception {
        SignedTokens tokens = tokens(Optional.empty(), Optional.empty());
        RsaJsonWebKey stranger = RsaJwkGenerator.generateJwk(2048);
        stranger.setKeyId("one");
        String good = signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims("alice"));

        assertThat(tokens.subject(good)).hasValue("alice");
        assertThat(tokens.subject(signed(stranger, AlgorithmIdentifiers.RSA_USING_SHA256, claims("alice"))))
                .isEmpty();
        assertThat(tokens.subject(unsigned(claims("alice")))).as("no signature").isEmpty();
        assertThat(tokens.subject(signed(
                        new HmacKey(rsa.getPublicKey().getEncoded()),
                        AlgorithmIdentifiers.HMAC_SHA256,
                        claims("alice"))))
                .as("the public key as a secret")
                .isEmpty();
        assertThat(tokens.subject(good.substring(0, good.length() - 8))).isEmpty();
        assertThat(tokens.subject("nonsense")).isEmpty();
        assertThat(tokens.subject("")).isEmpty();
    }

    @Test
    void readsAFileAnewWhenItChangesAndSaysWhatIsWrongWithIt() throws Exception {
        Path file = keys(rsa);
        SignedTokens tokens = SignedTokens.of(settings(file.toUri()), System::nanoTime);
        String byTwo = signed(curve, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, claims("bob"));
        assertThat(tokens.subject(byTwo)).isEmpty();

        Files.writeString(file, document(rsa, curve));
        tokens.refresh();
        assertThat(tokens.subject(byTwo)).hasValue("bob");

        Files.writeString(file, "half a docu");
        tokens.refresh();
        assertThat(tokens.subject(byTwo))
                .as("what cannot be read takes nobody's access")
                .hasValue("bob");
        assertThatThrownBy(() -> SignedTokens.of(settings(file.toUri()), System::nanoTime))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a JSON Web Key Set");
        assertThatThrownBy(() -> SignedTokens.of(settings(URI.create("ftp://x/keys")), System::nanoTime))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file:, https: or http:");
    }

    @Test
    void asksTheIssuerForItsKeysFromTimeToTime() throws Exception {
        AtomicReference<String> published = new AtomicReference<>("not yet");
        AtomicLong now = new AtomicLong();
        HttpServer issuer = serve(published);
        try {
            URI keys = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
            SignedTokens tokens = SignedTokens.of(settings(keys), now::get);
            String token = signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims("alice"));
            tokens.refresh();
            assertThat(tokens.subject(token)).as("before the keys are known").isEmpty();

            published.set(document(rsa));
            tokens.refresh();
            assertThat(tokens.subject(token)).hasValue("alice");

            published.set(document(curve));
            tokens.refresh();
            assertThat(tokens.subject(token)).as("it is not time").hasValue("alice");
            now.addAndGet(Duration.ofMinutes(5).toNanos());
            tokens.refresh();
            assertThat(tokens.subject(token)).as("a key that was withdrawn").isEmpty();
        } finally {
            issuer.stop(0);
        }
    }

    @Test
    void theCallersNameGoesToTheRoutes() throws Exception {
        JwtSettings settings = settings(keys(rsa).toUri());
        try (RunningFront front = RunningFront.guarded(
                system -> new FrontAccess(
                        Optional.empty(),
                        AccessGate.of(system, Optional.empty(), Optional.empty(), Optional.of(settings), List.of())),
                () -> extractRequest(request -> complete(Caller.of(request))))) {
            String token = signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims("alice"));

            assertThat(front.get("/", "Authorization", "Bearer " + token).body())
                    .isEqualTo("User:alice");
            assertThat(front.get("/", "Authorization", "Bearer " + token + "x").statusCode())
                    .isEqualTo(401);
            assertThat(front.get("/").statusCode()).isEqualTo(401);
            assertThat(front.get("/health/live").body()).isEqualTo(Caller.ANONYMOUS);
        }
    }

    private SignedTokens tokens(Optional<String> issuer, Optional<String> audience) throws Exception {
        return SignedTokens.of(new JwtSettings(keys(rsa, curve).toUri(), issuer, audience), System::nanoTime);
    }

    private static JwtSettings settings(URI keys) {
        return new JwtSettings(keys, Optional.empty(), Optional.empty());
    }

    private Path keys(PublicJsonWebKey... keys) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "keys", ".json"), document(keys));
    }

    private static String document(PublicJsonWebKey... keys) {
        return new JsonWebKeySet(keys).toJson();
    }

    private static JwtClaims claims(String subject) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setIssuer(ISSUER);
        claims.setAudience("ottla");
        claims.setExpirationTimeMinutesInTheFuture(10);
        return claims;
    }

    private static String signed(PublicJsonWebKey key, String algorithm, JwtClaims claims) throws Exception {
        return signed(key.getPrivateKey(), key.getKeyId(), algorithm, claims);
    }

    private static String signed(Key key, String algorithm, JwtClaims claims) throws Exception {
        return signed(key, "one", algorithm, claims);
    }

    private static String signed(Key key, String keyId, String algorithm, JwtClaims claims) throws Exception {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        signature.setKeyIdHeaderValue(keyId);
        signature.setAlgorithmHeaderValue(algorithm);
        return signature.getCompactSerialization();
    }

    private static String unsigned(JwtClaims claims) throws Exception {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        return signature.getCompactSerialization();
    }

    private static HttpServer serve(AtomicReference<String> document) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            byte[] bytes = document.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }
}
