package io.ottla.registry.protobuf;

import java.util.function.Consumer;

/** Ranges of numbers, as in {@code 2, 9 to 11, 40 to max}. */
final class Ranges {
    private Ranges() {}

    /** Takes a range; both ends belong to it, and the word {@code max} is the greatest int. */
    interface Range {
        void accept(int first, int last);
    }

    static void read(TokenStream tokens, Range range) {
        do {
            int first = tokens.integer();
            int last = first;
            if (tokens.takeIf("to")) {
                last = tokens.takeIf("max") ? Integer.MAX_VALUE : tokens.integer();
            }
            range.accept(first, last);
        } while (tokens.takeIf(","));
    }

    /** Reads what follows the word {@code reserved}: names (strings, or words in editions) or ranges. */
    static void readReserved(TokenStream tokens, Consumer<String> name, Range range) {
        Token.Kind kind = tokens.peek().kind();
        if (kind == Token.Kind.STRING || kind == Token.Kind.NAME) {
            do {
                name.accept(tokens.peek().kind() == Token.Kind.STRING ? tokens.string() : tokens.name());
            } while (tokens.takeIf(","));
        } else {
            read(tokens, range);
        }
        tokens.expect(";");
    }
}
