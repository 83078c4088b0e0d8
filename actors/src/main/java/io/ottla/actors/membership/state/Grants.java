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
    private Optional<Given> given = Optional.empty();
    private boolean writing;

    /** What to do about a request for a grant. */
    public enum Response {
        /** Nothing: another was granted, or a grant is on its way to the disk; who asked asks again. */
        NONE,
        /** The grant has to be on disk before it is given. */
        WRITE,
        /** It is given, again. */
        GIVE
    }

    private record Given(NodeAddress to, long ask, long untilMs) {}

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

    /**
     * A node asks for a grant, and asks again with the same number until it has it. One grant at a time goes to the disk: however slow that is,
     * what is asked meanwhile does not pile up behind it. A grant is given again only where it binds for as long as it may be used.
     */
    public Response asked(NodeAddress asker, long ask, long nowMs) {
        if (given.filter(grant ->
                        grant.to().equals(asker) && grant.ask() == ask && grant.untilMs() - nowMs >= Joining.ASK_FOR_MS)
                .isPresent()) {
            return Response.GIVE;
        }
        if (writing || !grant(asker, nowMs)) {
            return Response.NONE;
        }
        writing = true;
        return Response.WRITE;
    }

    /** The grant is on disk. Returns whether it can be given: it cannot when another was granted meanwhile. */
    public boolean written(NodeAddress asker, long ask) {
        writing = false;
        given = last.filter(grant -> grant.to().equals(asker)).map(grant -> new Given(asker, ask, grant.untilMs()));
        return given.isPresent();
    }

    /** Who was granted by the grant that still binds, if that is not this node. */
    public boolean isBoundToAnother(NodeAddress node, long nowMs) {
        return last.filter(grant -> nowMs < grant.untilMs() && !grant.to().equals(node))
                .isPresent();
    }
}
