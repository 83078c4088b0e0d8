package io.ottla.actors.partition;

import io.ottla.actors.partition.state.Brokers;

/**
 * How a replica reaches the others of its partition.
 *
 * @param links to the leaders it follows
 * @param proposals to the controller, of who is in sync
 * @param brokers what is known of the brokers that its followers are on
 */
public record Replication(LeaderLinks links, IsrProposals proposals, Brokers brokers) {
    /** Of a node that is alone. */
    public static final Replication ALONE = new Replication(LeaderLinks.NONE, IsrProposals.NONE, new Brokers() {
        @Override
        public boolean mayBeInSync(int brokerId, long brokerEpoch) {
            return false;
        }

        @Override
        public boolean isAlive(int brokerId) {
            return false;
        }
    });
}
