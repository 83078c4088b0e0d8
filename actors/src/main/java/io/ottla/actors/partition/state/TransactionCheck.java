package io.ottla.actors.partition.state;

import io.ottla.actors.Reply;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * How a partition makes sure that a producer's transaction is open and knows of it, before the first batch of the transaction is
 * appended (KIP-890): else a late batch could open one that nobody ever ends.
 *
 * @param producerId the producer of the batch
 * @param producerEpoch its epoch
 * @param verify asks the transaction's coordinator, which may add the partition; any thread may answer
 */
public record TransactionCheck(long producerId, short producerEpoch, Consumer<Reply<Errors>> verify) {}
