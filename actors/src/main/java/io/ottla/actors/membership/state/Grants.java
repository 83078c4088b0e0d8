package io.ottla.actors.membership.state;

import io.ottla.actors.remote.NodeAddress;
import java.util.Optional;

/**
 * The promise of a node to let one other node begin its cluster's membership (safety rule M1): for ten seconds it grants
 * nobody else, and does not begin it itself.
 */
public final class Grants {
    /** How long a grant binds its giver. */
    public static final long BINDS_MS = 10_000;

    private Optional<Grant> last = Optional.empty();

    /**
     * A grant.
     *
     * @param to who may begin
     * @param untilMs when it ceases to bind
     */
    public record Grant(NodeAddress to, long untilMs) {}

    /** Continues with a grant that was given before a restart, of which no more is known than that it was given lately. */
    public void restore(NodeAddress to, long nowMs) {
        last = Optional.of(new Grant(to, nowMs + BINDS_MS));
    }

    /** Grants this node, unless the last grant still binds and was another's. */
    public boolean grant(NodeAddress asker, long nowMs) {
        if (isBoundToAnother(asker, nowMs)) {
            return false;
        }
        last = Optional.of(new Grant(asker, nowMs + BINDS_MS));
        return true;
    }

    /** Who was granted by the grant that still binds, if that is not this node. */
    public boolean isBoundToAnother(NodeAddress node, long nowMs) {
        return last.filter(grant -> nowMs < grant.untilMs() && !grant.to().equals(node))
                .isPresent();
    }
}
