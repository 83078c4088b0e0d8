package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.transaction.state.TransactionCommand;
import java.util.Optional;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Gives producers their id: idempotent ones a fresh one, transactional ones that of their transactional id with a new epoch.
 *
 * <p>Version 6 (two-phase commit) is unstable in Kafka 4.4 and not served.
 */
final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequestData, InitProducerIdResponseData> {
    private static final short FIRST_EPOCH = 0;

    private final Broker broker;
    private final FreshProducerId freshId;

    InitProducerIdHandler(Broker broker) {
        this.broker = broker;
        this.freshId = new FreshProducerId(broker, ApiKeys.INIT_PRODUCER_ID);
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.INIT_PRODUCER_ID, 0, 5);
    }

    @Override
    public void handle(
            RequestContext context, InitProducerIdRequestData request, Reply<InitProducerIdResponseData> reply) {
        Errors refusal = refusal(context.caller(), request);
        if (refusal != Errors.NONE) {
            reply.complete(failed(refusal));
            return;
        }
        if (request.transactionalId() != null) {
            start(context, request, reply);
            return;
        }
        LaterReply.send(
                ApiKeys.INIT_PRODUCER_ID,
                broker.producerIds().next(),
                id -> new InitProducerIdResponseData().setProducerId(id).setProducerEpoch(FIRST_EPOCH),
                InitProducerIdHandler::failedLater,
                reply);
    }

    private void start(
            RequestContext context, InitProducerIdRequestData request, Reply<InitProducerIdResponseData> reply) {
        Optional<TransactionalProducer> known = request.producerId() == RecordBatch.NO_PRODUCER_ID
                ? Optional.empty()
                : Optional.of(new TransactionalProducer(request.producerId(), request.producerEpoch()));
        freshId.tell(
                (fresh, answer) -> new TransactionCommand.Init(
                        request.transactionalId(), request.transactionTimeoutMs(), known, fresh, answer),
                result -> reply.complete(failed(TransactionErrors.forInit(result.error(), context.version()))
                        .setProducerId(result.producerId())
                        .setProducerEpoch(result.epoch())));
    }

    private Errors refusal(Caller caller, InitProducerIdRequestData request) {
        String transactionalId = request.transactionalId();
        if (transactionalId != null) {
            boolean allowed =
                    broker.authorizer().allows(caller, Operation.WRITE, Resource.transactionalId(transactionalId));
            if (!allowed) {
                return Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
            }
            if (transactionalId.isEmpty()) {
                return Errors.INVALID_REQUEST;
            }
        } else if (!mayWriteSomewhere(caller)) {
            return Errors.CLUSTER_AUTHORIZATION_FAILED;
        }
        boolean namesId = request.producerId() != RecordBatch.NO_PRODUCER_ID;
        boolean namesEpoch = request.producerEpoch() != RecordBatch.NO_PRODUCER_EPOCH;
        return namesId == namesEpoch ? Errors.NONE : Errors.INVALID_REQUEST;
    }

    /** KIP-679: who may write to any topic may do so idempotently. */
    private boolean mayWriteSomewhere(Caller caller) {
        return broker.authorizer().allows(caller, Operation.IDEMPOTENT_WRITE, Resource.CLUSTER)
                || broker.metadata().image().topics().all().stream()
                        .anyMatch(topic ->
                                broker.authorizer().allows(caller, Operation.WRITE, Resource.topic(topic.name())));
    }

    /** While the controller cannot be reached, the code on which producers ask again. */
    private static InitProducerIdResponseData failedLater(Errors error) {
        return failed(error == Errors.REQUEST_TIMED_OUT ? Errors.COORDINATOR_LOAD_IN_PROGRESS : error);
    }

    private static InitProducerIdResponseData failed(Errors error) {
        return new InitProducerIdResponseData()
                .setProducerEpoch(RecordBatch.NO_PRODUCER_EPOCH)
                .setErrorCode(error.code());
    }
}
