package io.ottla.actors.partition.state;

/** What a leader must know of the brokers that its followers are on. Answers may change at any time. */
public interface Brokers {
    /**
     * Whether the replica on this broker may be in sync: the broker serves, is not about to stop, and is still in the incarnation
     * that was heard from (KIP-841, KIP-903).
     *
     * @param brokerEpoch the incarnation heard from, -1 for any
     */
    boolean mayBeInSync(int brokerId, long brokerEpoch);

    /** Whether the broker serves. */
    boolean isAlive(int brokerId);
}
