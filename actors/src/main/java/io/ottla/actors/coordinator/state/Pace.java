package io.ottla.actors.coordinator.state;

/** When a command may be decided, and what may be decided while its records are on their way. */
public enum Pace {
    /** It touches nothing that other commands look at: any number of these may be on their way. */
    OVERLAPPING,
    /** While its records, if it has any, are on their way, nothing else is decided. */
    ALONE_IF_IT_WRITES,
    /** As above, and it looks at what overlapping commands write: it waits until what is on its way has arrived. */
    AFTER_ALL_WRITES
}
