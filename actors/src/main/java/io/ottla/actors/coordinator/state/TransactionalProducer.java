package io.ottla.actors.coordinator.state;

/** Who writes in a transaction: the id of a producer and the epoch that fences its former incarnations. */
public record TransactionalProducer(long id, short epoch) {}
