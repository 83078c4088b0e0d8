package io.ottla.registry.protobuf;

import io.ottla.registry.schema.InvalidSchema;
import java.util.ArrayList;
import java.util.List;

/** Cuts a .proto file into words; white space and comments end here. */
final class ProtoLexer {
    private final String text;
    private int position;
    private int line = 1;
    private int lineStart;

    private ProtoLexer(String text) {
        this.text = text;
    }

    /** The words of the text, the last of them of kind END. */
    static List<Token> tokens(String text) {
        ProtoLexer lexer = new ProtoLexer(text);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(lexer.next());
        } while (tokens.get(tokens.size() - 1).kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        skipBlanks();
        if (position >= text.length()) {
            return token(Token.Kind.END, position, position);
        }
        int start = position;
        char first = text.charAt(start);
        if (first == '"' || first == '\'') {
            return string(first);
        }
        if (Character.isDigit(first) || (first == '.' && Character.isDigit(peek(1)))) {
            return number();
        }
        if (isNamePart(first)) {
            while (position < text.length() && isNamePart(text.charAt(position))) {
                position++;
            }
            return token(Token.Kind.NAME, start, position);
        }
        position++;
        return token(Token.Kind.SYMBOL, start, position);
    }

    private Token string(char quote) {
        int start = ++position;
        while (position < text.length() && text.charAt(position) != quote) {
            if (text.charAt(position) == '\n') {
                throw new InvalidSchema("a string does not end on its line" + here());
            }
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        if (position >= text.length()) {
            throw new InvalidSchema("a string does not end" + here());
        }
        Token token = token(Token.Kind.STRING, start, position);
        position++;
        return token;
    }

    private Token number() {
        int start = position;
        while (position < text.length() && isNumberPart(text.charAt(position))) {
            position++;
        }
        return token(Token.Kind.NUMBER, start, position);
    }

    private boolean isNumberPart(char c) {
        boolean signOfExponent = (c == '+' || c == '-')
                && (text.charAt(position - 1) == 'e' || text.charAt(position - 1) == 'E')
                && !text.startsWith("0x", position - 2);
        return isNamePart(c) || c == '.' || signOfExponent;
    }

    private void skipBlanks() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '/' && peek(1) == '/') {
                skipTo("\n", 0);
            } else if (c == '/' && peek(1) == '*') {
                position += 2;
                skipTo("*/", 2);
            } else if (Character.isWhitespace(c) || c == '\uFEFF') {
                step();
            } else {
                return;
            }
        }
    }

    private void skipTo(String end, int endLength) {
        int found = text.indexOf(end, position);
        int stop = found < 0 ? text.length() : found + endLength;
        while (position < stop) {
            step();
        }
    }

    private void step() {
        if (text.charAt(position) == '\n') {
            line++;
            lineStart = position + 1;
        }
        position++;
    }

    private char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : '\0';
    }

    private Token token(Token.Kind kind, int start, int end) {
        return new Token(kind, text.substring(start, end), line, start - lineStart + 1);
    }

    private String here() {
        return " at line " + line + ", column " + (Math.min(position, text.length()) - lineStart + 1);
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
