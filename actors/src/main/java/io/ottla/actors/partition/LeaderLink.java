package io.ottla.actors.partition;

/**
 * One follower's place in the stream of fetches to the node of its leader. What the leader answers comes as {@link
 * Partition.FromLeader}; after one that brought records or an error nothing more comes until the follower says where to go on.
 *
 * <p>Usable from any thread.
 */
public interface LeaderLink {
    /** A link that brings nothing. */
    LeaderLink NONE = new LeaderLink() {
        @Override
        public void fetch(FetchFrom from) {
            // Nobody to fetch from.
        }

        @Override
        public void fetchLater(FetchFrom from) {
            // Nobody to fetch from.
        }

        @Override
        public void waitForDisk() {
            // Nobody waits for this replica.
        }

        @Override
        public void close() {
            // Nothing to give up.
        }
    };

    /** Fetches from here on; also tells the leader how far this replica is. */
    void fetch(FetchFrom from);

    /** The same after a pause: what came before could not be used. */
    void fetchLater(FetchFrom from);

    /** What came before is appended, but this replica's disk takes its time: the other followers of the node need not wait. */
    void waitForDisk();

    /** Fetches no more. What was fetched before may still arrive; its records must not be looked at any more. */
    void close();
}
