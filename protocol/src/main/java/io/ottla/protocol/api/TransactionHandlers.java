package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import java.util.List;

/** The handlers of the APIs of transactions. */
public final class TransactionHandlers {
    private TransactionHandlers() {}

    /** The handlers of a node. */
    public static List<ApiHandler<?, ?>> create(Broker broker) {
        return List.of(
                new AddPartitionsToTxnHandler(broker),
                new AddOffsetsToTxnHandler(broker),
                new EndTxnHandler(broker),
                new WriteTxnMarkersHandler(broker),
                new TxnOffsetCommitHandler(broker),
                new DescribeTransactionsHandler(broker),
                new ListTransactionsHandler(broker));
    }
}
