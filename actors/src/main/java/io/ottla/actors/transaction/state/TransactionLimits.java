package io.ottla.actors.transaction.state;

/**
 * The broker's settings that concern transactions.
 *
 * @param maxTimeoutMs the longest a transaction may be open (transaction.max.timeout.ms)
 * @param expirationMs how long an unused transactional id is remembered (transactional.id.expiration.ms)
 * @param holdMs how long a partition that is added while the former transaction is ending waits for that (add.partitions.to.txn.retry.backoff.max.ms)
 */
public record TransactionLimits(int maxTimeoutMs, long expirationMs, long holdMs) {}
