package io.ottla.http.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names and their secrets, from a file with a line {@code name: secret} for each; lines that begin with {@code #} are passed
 * over. A secret may stand there as {@code sha256:} and its hash in hexadecimal digits. Only hashes are kept. Thread-safe.
 */
final class Secrets {
    private static final Logger log = LoggerFactory.getLogger(Secrets.class);
    private static final String HASHED = "sha256:";
    private static final long LONGEST_FILE = 1 << 20;

    private final Path file;
    private volatile Content content;

    private record Content(FileTime written, Map<String, String> hashes) {}

    private Secrets(Path file, Content content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static Secrets of(Path file) {
        try {
            return new Secrets(file, read(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads the file again if it has changed; what cannot be read leaves everything as it was. May block. */
    void refresh() {
        try {
            if (!Files.getLastModifiedTime(file).equals(content.written())) {
                content = read(file);
                log.atInfo().addKeyValue("file", file).log("Users or tokens of the HTTP port were read anew");
            }
        } catch (IOException | IllegalArgumentException e) {
            log.atWarn().addKeyValue("file", file).log("Users or tokens stay as they were: {}", e.getMessage());
        }
    }

    /** Whether this is the secret of that name. */
    boolean holds(String name, String secret) {
        String hash = content.hashes().getOrDefault(name, "");
        return MessageDigest.isEqual(bytes(hash), bytes(hash(secret)));
    }

    /** Whose secret this is. */
    Optional<String> holder(String secret) {
        byte[] hash = bytes(hash(secret));
        Optional<String> holder = Optional.empty();
        for (Map.Entry<String, String> known : content.hashes().entrySet()) {
            if (MessageDigest.isEqual(bytes(known.getValue()), hash)) {
                holder = Optional.of(known.getKey());
            }
        }
        return holder;
    }

    private static Content read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IllegalArgumentException(file + " is longer than " + LONGEST_FILE + " bytes");
        }
        FileTime written = Files.getLastModifiedTime(file);
        Map<String, String> hashes = new HashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            int place = number;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                String[] parts = entry(line)
                        .orElseThrow(() ->
                                new IllegalArgumentException(file + ", line " + place + ": expected \"name: secret\""));
                hashes.put(parts[0], hashed(parts[1]));
            }
        }
        return new Content(written, Map.copyOf(hashes));
    }

    private static Optional<String[]> entry(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String name = line.substring(0, colon).strip();
        String secret = line.substring(colon + 1).strip();
        return name.isEmpty() || secret.isEmpty() ? Optional.empty() : Optional.of(new String[] {name, secret});
    }

    private static String hashed(String secret) {
        return secret.startsWith(HASHED) ? secret.substring(HASHED.length()).toLowerCase(Locale.ROOT) : hash(secret);
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(secret)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
