package io.ottla.actors.transaction;

import io.ottla.actors.transaction.state.TransactionListing;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/**
 * Transactional ids coordinated by this node.
 *
 * @param error COORDINATOR_LOAD_IN_PROGRESS when some could not be listed
 * @param transactions those that could
 */
public record TransactionList(Errors error, List<TransactionListing> transactions) {}
