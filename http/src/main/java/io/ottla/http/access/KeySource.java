package io.ottla.http.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Reads a small document from a file or from a web server. Blocks. */
final class KeySource {
    private static final Set<String> SCHEMES = Set.of("file", "http", "https");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST = 1 << 20;
    private static final int OK = 200;

    private final URI place;

    /**
     * Of a place.
     *
     * @throws IllegalArgumentException if it is none that can be read
     */
    KeySource(URI place) {
        if (place.getScheme() == null || !SCHEMES.contains(place.getScheme())) {
            throw new IllegalArgumentException(place + " does not begin with file:, https: or http:");
        }
        this.place = place;
    }

    boolean isFile() {
        return place.getScheme().equals("file");
    }

    /** The document now. */
    String read() throws IOException {
        try (InputStream in = isFile() ? Files.newInputStream(Path.of(place)) : fetch()) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("longer than " + LONGEST + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private InputStream fetch() throws IOException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        HttpRequest request = HttpRequest.newBuilder(place).timeout(TIMEOUT).build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != OK) {
                answer.body().close();
                throw new IOException("the server answered " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
