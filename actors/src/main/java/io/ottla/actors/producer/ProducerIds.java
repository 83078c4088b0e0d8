package io.ottla.actors.producer;

import java.util.concurrent.CompletionStage;

/** Hands out producer ids that nobody else in the cluster gets. */
@FunctionalInterface
public interface ProducerIds {
    /** The next id; fails with a timeout while the controller cannot be reached. */
    CompletionStage<Long> next();
}
