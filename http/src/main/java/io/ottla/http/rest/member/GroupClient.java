package io.ottla.http.rest.member;

import io.ottla.http.rest.member.state.MemberDescriptor;

/** A member of a group of either kind, as the Kafka client that stands for it. Used by one thread. */
public sealed interface GroupClient permits MemberConsumer, ShareMember {
    /** What the member was created with and what it wants. */
    MemberDescriptor descriptor();

    /** Does what the group must see from time to time, although nobody reads. */
    void stayInGroup();

    /**
     * Ends the client.
     *
     * @param leave whether the member is gone; else somebody takes it over, and the group must not notice if that can be
     */
    void close(boolean leave);
}
