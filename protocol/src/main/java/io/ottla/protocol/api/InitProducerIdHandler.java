package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Gives idempotent producers their id.
 *
 * <p>Transactional ones are refused with INVALID_REQUEST, which clients treat as final and explain as an incompatible
 * broker: there is no transaction coordinator, and any of its errors would have them ask again for ever. Version 6 (two-phase
 * commit) is unstable in Kafka 4.4 and not served.
 */
final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequestData, InitProducerIdResponseData> {
    private static final short FIRST_EPOCH = 0;

    private final Broker broker;

    InitProducerIdHandler(Broker broker) {
        this.broker = broker;
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
        LaterReply.send(
                ApiKeys.INIT_PRODUCER_ID,
                broker.producerIds().next(),
                id -> new InitProducerIdResponseData().setProducerId(id).setProducerEpoch(FIRST_EPOCH),
                InitProducerIdHandler::failedLater,
                reply);
    }

    private Errors refusal(Caller caller, InitProducerIdRequestData request) {
        String transactionalId = request.transactionalId();
        if (transactionalId != null) {
            boolean allowed =
                    broker.authorizer().allows(caller, Operation.WRITE, Resource.transactionalId(transactionalId));
            return allowed ? Errors.INVALID_REQUEST : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        }
        if (!mayWriteSomewhere(caller)) {
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
