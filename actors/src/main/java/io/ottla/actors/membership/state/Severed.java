package io.ottla.actors.membership.state;

import io.ottla.actors.remote.NodeAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The incarnations of other nodes that this one has quarantined, because they were downed, or that have quarantined this one. Nothing
 * passes between them and this node any more, not even the news that it is a member no more (safety rule M4).
 *
 * <p>An incarnation that has a successor counts no more, in whichever order both are told: a node that was killed may be back before the others
 * down what it was. Not thread-safe. Bounded.
 */
public final class Severed {
    private static final int REMEMBERED_MAX = 1_000;

    private final Set<MemberAt> severed = new HashSet<>();
    private final Set<MemberAt> former = new HashSet<>();
    private final Map<NodeAddress, MemberAt> newest = new HashMap<>();

    /** Nothing passes between this incarnation and this node any more. */
    public void add(MemberAt incarnation) {
        if (!newest.containsKey(incarnation.address())) {
            remember(incarnation);
        }
        severed.add(incarnation);
        severed.retainAll(newest.values());
    }

    /** These incarnations are heard, or members. */
    public void heard(Collection<MemberAt> incarnations) {
        incarnations.forEach(this::remember);
        severed.retainAll(newest.values());
    }

    /** Whether all that is known of the node at this address is an incarnation that is heard no more. */
    public boolean holds(NodeAddress address) {
        MemberAt known = newest.get(address);
        return known != null && severed.contains(known);
    }

    private void remember(MemberAt incarnation) {
        boolean isKnown = newest.containsKey(incarnation.address());
        if (former.contains(incarnation) || (!isKnown && newest.size() >= REMEMBERED_MAX)) {
            return;
        }
        MemberAt before = newest.put(incarnation.address(), incarnation);
        if (before != null && !before.equals(incarnation)) {
            if (former.size() >= REMEMBERED_MAX) {
                former.clear();
            }
            former.add(before);
        }
    }
}
