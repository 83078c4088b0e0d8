package io.ottla.multinode.history;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a record of a test unlike every other.
 *
 * @param writer who sent it
 * @param number the writer's count for its partition, from 0
 */
public record Message(String writer, long number) {
    private static final Pattern TEXT = Pattern.compile("([a-z0-9-]+):(\\d+) *");

    /** The record's value: the message, padded to a length. */
    public String text(int length) {
        String text = writer + ":" + number;
        return text + " ".repeat(Math.max(0, length - text.length()));
    }

    /** Reads a record's value; empty if no writer of a test can have written it. */
    public static Optional<Message> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Message(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return writer + ":" + number;
    }
}
