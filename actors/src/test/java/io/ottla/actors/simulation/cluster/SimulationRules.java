package io.ottla.actors.simulation.cluster;

import io.ottla.actors.partition.state.ReplicationRules;
import java.util.Set;

/**
 * What holds in a simulated cluster.
 *
 * @param replication what leaders judge their followers by
 * @param broken the rules that are broken on purpose
 */
record SimulationRules(ReplicationRules replication, Set<Rule> broken) {
    boolean keeps(Rule rule) {
        return !broken.contains(rule);
    }
}
