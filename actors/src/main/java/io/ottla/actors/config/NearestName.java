package io.ottla.actors.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who mistyped a name. */
final class NearestName {
    private NearestName() {}

    /**
     * The candidate with the fewest insertions, deletions and replacements from the name; the first of several. Empty
     * if there are no candidates.
     */
    static Optional<String> among(Collection<String> candidates, String name) {
        return candidates.stream().min(Comparator.comparingInt(candidate -> distance(candidate, name)));
    }

    /** Levenshtein's distance, computed row by row. */
    static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[above.length];
            current[0] = row;
            for (int column = 1; column < above.length; column++) {
                int replaced = above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[other.length()];
    }
}
