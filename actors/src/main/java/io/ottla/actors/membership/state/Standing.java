package io.ottla.actors.membership.state;

/** Where a node stands on its way into the cluster. */
public enum Standing {
    /** It is in no cluster. */
    OUTSIDE,
    /** It is joining one that exists. */
    JOINING,
    /** It is a full member of one: others can join through it. */
    UP,
    /** It is leaving, or has been told that it is no member any more. */
    ENDING
}
