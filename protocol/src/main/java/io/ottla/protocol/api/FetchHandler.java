package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.protocol.fetch.Consumer;
import io.ottla.protocol.fetch.FetchContext;
import io.ottla.protocol.fetch.FetchSessions;
import io.ottla.protocol.fetch.PartitionReader;
import io.ottla.protocol.metrics.TrafficMetrics;
import java.security.SecureRandom;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.FetchRequest;

/** Reads records: at once where there are enough, else when there are or the client has waited long enough. */
final class FetchHandler implements ApiHandler<FetchRequestData, FetchResponseData> {
    private static final ApiVersionRange VERSIONS = ApiVersionRange.of(ApiKeys.FETCH, 4, 18);

    /** Since this version consumers can be sent to followers (KIP-392). */
    private static final short FIRST_FROM_ANY_REPLICA = 11;

    private final Broker broker;
    private final TrafficMetrics traffic;
    private final FetchSessions sessions;
    private final PartitionReader reader;
    private final ReplicaFetches replicas;

    FetchHandler(Broker broker, TrafficMetrics traffic) {
        this.broker = broker;
        this.traffic = traffic;
        int slots = broker.settings().get().getInt("max.incremental.fetch.session.cache.slots");
        this.sessions = new FetchSessions(slots, new SecureRandom()::nextInt);
        this.reader = new PartitionReader(broker);
        this.replicas = new ReplicaFetches(broker);
    }

    @Override
    public ApiVersionRange versions() {
        return VERSIONS;
    }

    @Override
    public void handle(RequestContext context, FetchRequestData request, Reply<FetchResponseData> reply) {
        if (FetchRequest.isValidBrokerId(FetchRequest.replicaId(request))) {
            replicas.handle(context, request, reply);
            return;
        }
        FetchContext fetch =
                sessions.open(request, context.version(), false, broker.clock().millis());
        Consumer consumer = new Consumer(
                context.caller(),
                request.isolationLevel() == IsolationLevel.READ_COMMITTED.id(),
                context.version() >= FIRST_FROM_ANY_REPLICA,
                request.rackId());
        FetchLimits limits = FetchLimits.of(request, broker.settings().get().getInt("fetch.max.bytes"));
        new PendingFetch(broker, reader, traffic, context, fetch, consumer, limits, reply).start();
    }
}
