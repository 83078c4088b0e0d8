package io.ottla.testkit.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request of a script and what is expected of its answer.
 *
 * @param line where it stands
 * @param method of the request
 * @param path of the request, with its query
 * @param headers of the request, as they are sent
 * @param body of the request, as it is sent
 * @param status expected
 * @param how the body of the answer is compared
 * @param answerHeaders those expected
 * @param answer the body expected; empty if any will do
 */
record Exchange(
        int line,
        String method,
        String path,
        List<String> headers,
        Optional<String> body,
        int status,
        Comparison how,
        List<String> answerHeaders,
        Optional<String> answer) {
    static final ObjectMapper JSON = new ObjectMapper();

    /** How the body of an answer is compared with what is written. */
    enum Comparison {
        /** What is written must be in it; there may be more. */
        PART,
        /** It must be this document. */
        EXACTLY,
        /** It must be these characters. */
        TEXT,
        /** It must be JSON documents one to a line, each with what is written in its line. */
        LINES,
        /** There must be none. */
        EMPTY
    }

    /** Reads one from its lines: the request, a line that begins with an arrow, the answer. */
    static Exchange of(int line, List<String> lines) {
        int arrow = 0;
        while (!lines.get(arrow).startsWith("-->")) {
            arrow++;
            if (arrow == lines.size()) {
                throw new IllegalArgumentException("line " + line + ": no answer is expected of " + lines.get(0));
            }
        }
        String[] request = lines.get(0).split(" ", 2);
        String[] expected = lines.get(arrow).substring(3).strip().split(" ");
        Part asked = Part.of(lines.subList(1, arrow));
        Part answered = Part.of(lines.subList(arrow + 1, lines.size()));
        return new Exchange(
                line,
                request[0],
                request[1],
                asked.headers(),
                asked.body(),
                Integer.parseInt(expected[0]),
                expected.length > 1
                        ? Comparison.valueOf(expected[1].toUpperCase(java.util.Locale.ROOT))
                        : Comparison.PART,
                answered.headers(),
                answered.body());
    }

    private record Part(List<String> headers, Optional<String> body) {
        static Part of(List<String> lines) {
            List<String> headers = new ArrayList<>();
            int next = 0;
            while (next < lines.size() && lines.get(next).matches("[A-Z][A-Za-z-]+: .*")) {
                headers.add(lines.get(next++));
            }
            List<String> body = lines.subList(next, lines.size());
            return new Part(headers, body.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", body)));
        }
    }
}
