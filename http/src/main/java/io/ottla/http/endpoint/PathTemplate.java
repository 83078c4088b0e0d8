package io.ottla.http.endpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with named parts, as OpenAPI writes it: {@code /topics/{topic}}. A parameter takes one whole segment, already
 * percent-decoded, so that it may hold a slash.
 */
public final class PathTemplate implements Comparable<PathTemplate> {
    private final String text;
    private final List<String> segments;

    private PathTemplate(String text, List<String> segments) {
        this.text = text;
        this.segments = segments;
    }

    /** A template from its text, which begins with a slash. */
    public static PathTemplate of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path template begins with a slash: " + text);
        }
        return new PathTemplate(
                text, text.length() == 1 ? List.of() : List.of(text.substring(1).split("/", -1)));
    }

    /** The text it was made of. */
    public String text() {
        return text;
    }

    /** The names of its parameters, in the order of the path. */
    public List<String> parameters() {
        return segments.stream()
                .filter(PathTemplate::isParameter)
                .map(PathTemplate::name)
                .toList();
    }

    int length() {
        return segments.size();
    }

    /** The values of the parameters if these segments fit. */
    Optional<Map<String, String>> match(List<String> path) {
        if (!fits(path)) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            if (isParameter(segments.get(i))) {
                values.put(name(segments.get(i)), path.get(i));
            }
        }
        return Optional.of(values);
    }

    private boolean fits(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            String expected = segments.get(i);
            String actual = path.get(i);
            boolean same = isParameter(expected) ? !actual.isEmpty() : expected.equals(actual);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Literal segments come before parameters, so that the more specific of two templates is tried first. */
    @Override
    public int compareTo(PathTemplate other) {
        int shared = Math.min(length(), other.length());
        for (int i = 0; i < shared; i++) {
            String mine = segments.get(i);
            String theirs = other.segments.get(i);
            int kinds = Boolean.compare(isParameter(mine), isParameter(theirs));
            int order = kinds == 0 ? mine.compareTo(theirs) : kinds;
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(length(), other.length());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathTemplate template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static String name(String parameter) {
        return parameter.substring(1, parameter.length() - 1);
    }
}
