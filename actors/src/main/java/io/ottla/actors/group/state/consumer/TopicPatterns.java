package io.ottla.actors.group.state.consumer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Patterns of topics: RE2, whose time to match is bounded by the length of the name, whatever somebody writes. */
final class TopicPatterns {
    private TopicPatterns() {}

    /** What is wrong with a pattern, in words. */
    static Optional<String> fault(String pattern) {
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException wrong) {
            return Optional.of(wrong.getDescription());
        }
    }

    /** The names that a pattern matches as a whole and that may be seen; none for a pattern that is wrong. */
    static SortedSet<String> matching(String pattern, Collection<String> names, Predicate<String> maySee) {
        TreeSet<String> matching = new TreeSet<>();
        if (fault(pattern).isEmpty()) {
            Pattern compiled = Pattern.compile(pattern);
            names.stream().filter(compiled::matches).filter(maySee).forEach(matching::add);
        }
        return matching;
    }
}
