package io.ottla.actors.membership;

/** The node cannot be in the cluster as it was started; the message is one line that tells its operator what to change. */
public final class MembershipRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MembershipRefusedException(String message) {
        super(message);
    }
}
