package io.ottla.registry.protobuf;

import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.SchemaLanguage;
import java.util.List;

/** The words of a file, taken one after another; says what it wanted where it finds something else. */
final class TokenStream {
    private final List<Token> tokens;
    private int next;
    private int depth;

    TokenStream(String text) {
        this.tokens = ProtoLexer.tokens(text);
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** Takes the word if it is this one. */
    boolean takeIf(String word) {
        boolean found = peek().is(word);
        if (found) {
            take();
        }
        return found;
    }

    void expect(String word) {
        if (!takeIf(word)) {
            throw expected("'" + word + "'");
        }
    }

    InvalidSchema expected(String what) {
        return new InvalidSchema("expected " + what + " but found " + peek().place());
    }

    /** A name without dots. */
    String name() {
        if (peek().kind() != Token.Kind.NAME) {
            throw expected("a name");
        }
        return take().text();
    }

    /** A name with dots, perhaps with one in front. */
    String path() {
        StringBuilder path = new StringBuilder(takeIf(".") ? "." : "");
        path.append(name());
        while (takeIf(".")) {
            path.append('.').append(name());
        }
        return path.toString();
    }

    /** A string, or several side by side, which are one; without escapes. */
    String string() {
        return StringLiterals.unescaped(rawString());
    }

    /** The same, escapes still in place. */
    String rawString() {
        if (peek().kind() != Token.Kind.STRING) {
            throw expected("a string");
        }
        StringBuilder text = new StringBuilder();
        while (peek().kind() == Token.Kind.STRING) {
            text.append(take().text());
        }
        return text.toString();
    }

    /** A whole number, decimal, hexadecimal or octal, perhaps negative. */
    int integer() {
        boolean negative = takeIf("-");
        Token token = peek();
        if (token.kind() != Token.Kind.NUMBER) {
            throw expected("a number");
        }
        take();
        try {
            long value = Long.decode(token.text());
            return Math.toIntExact(negative ? -value : value);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new InvalidSchema("not a 32-bit number: " + token.place());
        }
    }

    /** Enters a block, which nests no deeper than schemas may. */
    void open() {
        expect("{");
        if (++depth > SchemaLanguage.DEPTH_LIMIT) {
            throw new InvalidSchema("nested deeper than " + SchemaLanguage.DEPTH_LIMIT + " levels: " + peek().place());
        }
    }

    /** Leaves a block if it ends here. */
    boolean closes() {
        boolean closed = takeIf("}");
        if (closed) {
            depth--;
        } else if (atEnd()) {
            throw expected("'}'");
        }
        return closed;
    }
}
