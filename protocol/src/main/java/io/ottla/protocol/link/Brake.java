package io.ottla.protocol.link;

/** Holds followers back. Of the stream's thread. */
interface Brake {
    /** Nobody is held back. */
    Brake NONE = new Brake() {
        @Override
        public long waitMs(FollowedPartition place) {
            return 0;
        }

        @Override
        public void moved(FollowedPartition place, long bytes) {
            // Nothing is counted.
        }
    };

    /** How long this follower has to wait before it fetches on, in milliseconds; 0 for not at all. */
    long waitMs(FollowedPartition place);

    /** This follower has fetched bytes. */
    void moved(FollowedPartition place, long bytes);
}
