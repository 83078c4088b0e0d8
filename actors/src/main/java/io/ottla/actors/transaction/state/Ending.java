package io.ottla.actors.transaction.state;

/**
 * The end of one transaction, told from every other by being this object: producer and epoch may be those of the next transaction, too,
 * and a late answer about the former must not be taken for one about the next.
 */
public final class Ending {
    Ending() {}
}
