package io.ottla.registry.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import io.ottla.registry.schema.InvalidSchema;

/** The strings of .proto files, with C's escapes. */
final class StringLiterals {
    private StringLiterals() {}

    static String unescaped(String raw) {
        return bytes(raw).toStringUtf8();
    }

    static ByteString bytes(String raw) {
        try {
            return TextFormat.unescapeBytes(raw);
        } catch (TextFormat.InvalidEscapeSequenceException e) {
            throw new InvalidSchema("a string cannot be read: " + e.getMessage());
        }
    }

    static String quoted(String text) {
        return '"'
                + TextFormat.escapeDoubleQuotesAndBackslashes(text)
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
