package io.ottla.protocol.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.transaction.TransactionList;
import io.ottla.actors.transaction.state.TransactionListing;
import io.ottla.actors.transaction.state.TransactionPhase;
import java.util.function.Predicate;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.ListTransactionsResponseData.TransactionState;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * ListTransactions (KIP-664): by state, producer id, age of the open transaction (KIP-994) and a pattern of the transactional id
 * (KIP-1152).
 */
final class ListTransactionsHandler implements ApiHandler<ListTransactionsRequestData, ListTransactionsResponseData> {
    private final Broker broker;

    ListTransactionsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.LIST_TRANSACTIONS, 0, 2);
    }

    @Override
    public void handle(
            RequestContext context, ListTransactionsRequestData request, Reply<ListTransactionsResponseData> reply) {
        Predicate<TransactionListing> matches;
        try {
            matches = filter(request, broker.clock().millis());
        } catch (PatternSyntaxException invalid) {
            reply.complete(new ListTransactionsResponseData().setErrorCode(Errors.INVALID_REGULAR_EXPRESSION.code()));
            return;
        }
        ClusterView cluster = ClusterView.now(broker, context.caller());
        broker.transactions().list(list -> reply.complete(response(request, list, matches, cluster)));
    }

    private static ListTransactionsResponseData response(
            ListTransactionsRequestData request,
            TransactionList list,
            Predicate<TransactionListing> matches,
            ClusterView cluster) {
        ListTransactionsResponseData response =
                new ListTransactionsResponseData().setErrorCode(list.error().code());
        request.stateFilters().stream()
                .filter(state -> TransactionPhase.ofLabel(state).isEmpty())
                .forEach(response.unknownStateFilters()::add);
        if (list.error() != Errors.NONE) {
            return response;
        }
        for (TransactionListing listing : list.transactions()) {
            if (matches.test(listing) && cluster.allows(Operation.DESCRIBE, Resource.transactionalId(listing.id()))) {
                response.transactionStates()
                        .add(new TransactionState()
                                .setTransactionalId(listing.id())
                                .setProducerId(listing.producerId())
                                .setTransactionState(listing.phase().label()));
            }
        }
        return response;
    }

    /** An absent filter, which is an empty list or a negative duration, lets everything through. */
    private static Predicate<TransactionListing> filter(ListTransactionsRequestData request, long nowMs) {
        Predicate<TransactionListing> filter = listing -> true;
        if (!request.stateFilters().isEmpty()) {
            filter = filter.and(
                    listing -> request.stateFilters().contains(listing.phase().label()));
        }
        if (!request.producerIdFilters().isEmpty()) {
            filter = filter.and(listing -> request.producerIdFilters().contains(listing.producerId()));
        }
        if (request.durationFilter() >= 0) {
            filter = filter.and(
                    listing -> listing.startMs() >= 0 && nowMs - listing.startMs() > request.durationFilter());
        }
        String pattern = request.transactionalIdPattern();
        if (pattern != null && !pattern.isEmpty()) {
            // RE2: the time it takes is linear in the text, whatever the pattern.
            Pattern compiled = Pattern.compile(pattern);
            filter = filter.and(listing -> compiled.matches(listing.id()));
        }
        return filter;
    }
}
