package io.ottla.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;

/** Prints records as JSON: their components' names are the output's contract. Absent values are null. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** One indented document. */
    static void print(PrintStream out, Object value) {
        out.println(text(value, true));
    }

    /** One document on one line, for streams of them. */
    static void printLine(PrintStream out, Object value) {
        out.println(text(value, false));
    }

    /** One indented document with a line's end. */
    static String text(Object value) {
        return text(value, true) + System.lineSeparator();
    }

    /**
     * Reads a document.
     *
     * @throws JsonProcessingException if it is none of this type
     */
    static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(text, type);
    }

    private static String text(Object value, boolean indented) {
        try {
            return indented
                    ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value)
                    : MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value, e);
        }
    }
}
