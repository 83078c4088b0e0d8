package io.ottla.actors.membership.state;

import io.ottla.actors.remote.NodeAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The incarnations of other nodes that this one has quarantined, because they were downed, or that have quarantined this one. Nothing
 * passes between them and this node any more, not even the news that it is a member no more (safety rule M4).
 *
 * <p>Not thread-safe. Holds one incarnation of each address that was a member once.
 */
public final class Severed {
    private final Map<NodeAddress, MemberAt> incarnations = new HashMap<>();

    /** Nothing passes between this incarnation and this node any more. */
    public void add(MemberAt incarnation) {
        incarnations.put(incarnation.address(), incarnation);
    }

    /** These incarnations are heard: a node that was severed and is among them as another one is so no more. */
    public void heard(Collection<MemberAt> members) {
        for (MemberAt member : members) {
            MemberAt severed = incarnations.get(member.address());
            if (severed != null && !severed.equals(member)) {
                incarnations.remove(member.address());
            }
        }
    }

    /** Whether all that is known of the node at this address is an incarnation that is heard no more. */
    public boolean holds(NodeAddress address) {
        return incarnations.containsKey(address);
    }
}
