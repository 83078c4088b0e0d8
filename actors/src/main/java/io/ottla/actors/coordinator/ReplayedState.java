package io.ottla.actors.coordinator;

import io.ottla.actors.coordinator.state.Entity;
import java.util.Map;

/** What a log tells at its end: the entities, and which of them have records in open transactions. */
record ReplayedState(Map<String, Entity> entities, OpenTransactions transactions) {}
