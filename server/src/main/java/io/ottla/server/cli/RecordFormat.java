package io.ottla.server.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as text by a pattern. Placeholders: {@code %t} topic, {@code %p} partition, {@code %o} offset, {@code %k}
 * key, {@code %s} value, {@code %T} timestamp in milliseconds, {@code %D} timestamp as a date, {@code %h} headers,
 * {@code %%} a percent sign; {@code \n}, {@code \t}, {@code \r}, {@code \0} and {@code \\} as usual. Keys and values are
 * written as the bytes they are.
 */
final class RecordFormat {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    private final List<Part> parts;

    private RecordFormat(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** A piece of the pattern. */
    @FunctionalInterface
    private interface Part {
        void write(ConsumerRecord<byte[], byte[]> message, ByteArrayOutputStream out);
    }

    /** Reads a pattern. */
    static RecordFormat parse(String pattern) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int position = 0;
        while (position < pattern.length()) {
            char c = pattern.charAt(position++);
            boolean last = position == pattern.length();
            if (c == '\\' && !last) {
                literal.append(escaped(pattern.charAt(position++)));
            } else if (c == '%' && !last && pattern.charAt(position) != '%') {
                addLiteral(parts, literal);
                parts.add(placeholder(pattern.charAt(position++)));
            } else {
                literal.append(c);
                position += c == '%' && !last ? 1 : 0; // The second of two percent signs.
            }
        }
        addLiteral(parts, literal);
        return new RecordFormat(parts);
    }

    /** The pattern that the plain options stand for: chosen fields with tabs between them, one record a line. */
    static String pattern(boolean timestamps, boolean headers, boolean keys) {
        return (timestamps ? "%D\\t" : "") + (headers ? "%h\\t" : "") + (keys ? "%k\\t" : "") + "%s\\n";
    }

    /** The record as the pattern says. */
    byte[] format(ConsumerRecord<byte[], byte[]> message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        parts.forEach(part -> part.write(message, out));
        return out.toByteArray();
    }

    private static void addLiteral(List<Part> parts, StringBuilder literal) {
        if (literal.length() > 0) {
            byte[] bytes = literal.toString().getBytes(StandardCharsets.UTF_8);
            parts.add((message, out) -> out.writeBytes(bytes));
            literal.setLength(0);
        }
    }

    private static char escaped(char code) {
        return switch (code) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '0' -> '\0';
            case '\\' -> '\\';
            default -> throw new UsageError("--format: \\" + code + " is none of \\n \\t \\r \\0 \\\\");
        };
    }

    private static Part placeholder(char code) {
        return switch (code) {
            case 't' -> (message, out) -> write(out, message.topic());
            case 'p' -> (message, out) -> write(out, Integer.toString(message.partition()));
            case 'o' -> (message, out) -> write(out, Long.toString(message.offset()));
            case 'k' -> (message, out) -> write(out, message.key());
            case 's' -> (message, out) -> write(out, message.value());
            case 'T' -> (message, out) -> write(out, Long.toString(message.timestamp()));
            case 'D' ->
                (message, out) ->
                        write(out, Instant.ofEpochMilli(message.timestamp()).toString());
            case 'h' -> (message, out) -> write(out, headers(message));
            default -> throw new UsageError("--format: %" + code + " is none of %t %p %o %k %s %T %D %h %%");
        };
    }

    private static String headers(ConsumerRecord<byte[], byte[]> message) {
        StringJoiner text = new StringJoiner(",");
        for (Header header : message.headers()) {
            byte[] value = header.value() == null ? NULL : header.value();
            text.add(header.key() + "=" + new String(value, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(ByteArrayOutputStream out, byte @Nullable [] bytes) {
        out.writeBytes(bytes == null ? NULL : bytes);
    }
}
