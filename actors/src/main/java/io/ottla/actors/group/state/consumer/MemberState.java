package io.ottla.actors.group.state.consumer;

/** How far a member is on its way to its target. */
public enum MemberState {
    /** It has what it was told, and waits for nothing. */
    STABLE(0),
    /** It is to give partitions up and has not said yet that it did. */
    UNREVOKED_PARTITIONS(1),
    /** It is to get partitions that others have not given up yet. */
    UNRELEASED_PARTITIONS(2),
    /** A state that a later version has written. */
    UNKNOWN(127);

    private final int code;

    MemberState(int code) {
        this.code = code;
    }

    /** The number that records hold. */
    public int code() {
        return code;
    }

    /** The state of a number. */
    public static MemberState of(int code) {
        for (MemberState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
