package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.transaction.state.InitResult;
import io.ottla.actors.transaction.state.TransactionCommand;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Tells the transaction coordinator a command, and again with a fresh producer id if it turns out to need one. */
final class FreshProducerId {
    private final Broker broker;
    private final ApiKeys api;

    FreshProducerId(Broker broker, ApiKeys api) {
        this.broker = broker;
        this.api = api;
    }

    /** Tells it the command that is made with an id or none. */
    void tell(BiFunction<OptionalLong, Reply<InitResult>, TransactionCommand> command, Reply<InitResult> reply) {
        broker.transactions().tell(command.apply(OptionalLong.empty(), first -> {
            if (first.needsFreshId()) {
                broker.producerIds().next().whenComplete((id, failure) -> {
                    if (failure == null) {
                        broker.transactions().tell(command.apply(OptionalLong.of(id), reply));
                    } else {
                        reply.complete(failedLater(LaterReply.errorOf(api, failure)));
                    }
                });
            } else {
                reply.complete(first);
            }
        }));
    }

    /** While the controller cannot be reached, the code on which producers ask again. */
    private static InitResult failedLater(Errors error) {
        return InitResult.failed(error == Errors.REQUEST_TIMED_OUT ? Errors.COORDINATOR_LOAD_IN_PROGRESS : error);
    }
}
