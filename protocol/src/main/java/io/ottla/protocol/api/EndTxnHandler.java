package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.transaction.state.InitResult;
import io.ottla.actors.transaction.state.TransactionCommand;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** EndTxn: commits or aborts; from version 5 on the producer gets a new epoch with it (KIP-890). */
final class EndTxnHandler implements ApiHandler<EndTxnRequestData, EndTxnResponseData> {
    private static final int BUMPS_EPOCH_SINCE = 5;

    private final Broker broker;
    private final FreshProducerId freshId;

    EndTxnHandler(Broker broker) {
        this.broker = broker;
        this.freshId = new FreshProducerId(broker, ApiKeys.END_TXN);
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.END_TXN, 0, 5);
    }

    @Override
    public void handle(RequestContext context, EndTxnRequestData request, Reply<EndTxnResponseData> reply) {
        String id = request.transactionalId();
        if (!broker.authorizer().allows(context.caller(), Operation.WRITE, Resource.transactionalId(id))) {
            reply.complete(response(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED));
            return;
        }
        TransactionalProducer producer = new TransactionalProducer(request.producerId(), request.producerEpoch());
        boolean bumps = context.version() >= BUMPS_EPOCH_SINCE;
        freshId.tell(
                (fresh, answer) -> new TransactionCommand.End(id, producer, request.committed(), bumps, fresh, answer),
                result -> reply.complete(response(context.version(), result)));
    }

    private static EndTxnResponseData response(int version, InitResult result) {
        EndTxnResponseData response = response(TransactionErrors.forVersion(result.error(), version));
        return version < BUMPS_EPOCH_SINCE
                ? response
                : response.setProducerId(result.producerId()).setProducerEpoch(result.epoch());
    }

    private static EndTxnResponseData response(Errors error) {
        return new EndTxnResponseData().setErrorCode(error.code());
    }
}
