package io.ottla.registry.protobuf;

/**
 * One word of a .proto file.
 *
 * @param kind what it is
 * @param text as written; for strings without quotes, escapes still in place
 * @param line from 1
 * @param column from 1
 */
record Token(Kind kind, String text, int line, int column) {
    /** What a word is. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SYMBOL,
        END
    }

    boolean is(String symbolOrName) {
        return kind != Kind.STRING && text.equals(symbolOrName);
    }

    /** For messages: the word and its place. */
    String place() {
        String shown = kind == Kind.END ? "the end of the file" : "'" + text + "'";
        return shown + " at line " + line + ", column " + column;
    }
}
