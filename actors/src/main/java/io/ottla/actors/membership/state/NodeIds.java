package io.ottla.actors.membership.state;

import java.util.Set;

/** Numbers for nodes that were given none. */
public final class NodeIds {
    /** A node's number when it is the first. */
    public static final int FIRST = 1;

    private NodeIds() {}

    /** The lowest number that nobody has. */
    public static int lowestFree(Set<Integer> taken) {
        int id = FIRST;
        while (taken.contains(id)) {
            id++;
        }
        return id;
    }
}
