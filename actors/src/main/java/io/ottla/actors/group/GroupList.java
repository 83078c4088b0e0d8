package io.ottla.actors.group;

import io.ottla.actors.group.state.GroupListing;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/**
 * Groups coordinated by this node.
 *
 * @param error COORDINATOR_LOAD_IN_PROGRESS when some could not be listed
 * @param groups those that could
 */
public record GroupList(Errors error, List<GroupListing> groups) {}
