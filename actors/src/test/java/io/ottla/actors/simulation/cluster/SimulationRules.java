package io.ottla.actors.simulation.cluster;

import io.ottla.actors.partition.state.ReplicationRules;
import java.util.Set;

/**
 * What holds in a simulated cluster.
 *
 * @param maxLagMs replica.lag.time.max.ms
 * @param forced whether acknowledgements wait for disks (flush.messages=1), so that no failing power takes what they cover
 * @param broken the rules that are broken on purpose
 */
record SimulationRules(long maxLagMs, boolean forced, Set<Rule> broken) {
    /** What a leader judges its followers by. */
    ReplicationRules replication(int minInSync) {
        return new ReplicationRules(keeps(Rule.STAND_WHILE_TOO_FEW_ARE_IN_SYNC) ? minInSync : 1, maxLagMs);
    }

    boolean keeps(Rule rule) {
        return !broken.contains(rule);
    }
}
