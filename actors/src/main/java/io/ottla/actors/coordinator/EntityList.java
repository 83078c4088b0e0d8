package io.ottla.actors.coordinator;

import io.ottla.actors.coordinator.state.EntityListing;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/**
 * Entities coordinated by this node.
 *
 * @param error COORDINATOR_LOAD_IN_PROGRESS when some could not be listed
 * @param entities those that could
 */
public record EntityList(Errors error, List<EntityListing> entities) {}
