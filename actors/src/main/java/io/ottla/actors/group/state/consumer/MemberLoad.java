package io.ottla.actors.group.state.consumer;

/** How many members send heartbeats to this coordinator, and how often they had better do. Shared by its groups, from any thread. */
public interface MemberLoad {
    /** Members came (or, negative, went). */
    void changed(int by);

    /** The time between two heartbeats of a member, in milliseconds. */
    int heartbeatIntervalMs();
}
