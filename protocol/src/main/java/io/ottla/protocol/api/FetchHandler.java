package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.protocol.fetch.FetchContext;
import io.ottla.protocol.fetch.FetchSessions;
import io.ottla.protocol.fetch.PartitionReader;
import io.ottla.protocol.metrics.TrafficMetrics;
import java.security.SecureRandom;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.FetchRequest;

/** Reads records: at once where there are enough, else when there are or the client has waited long enough. */
final class FetchHandler implements ApiHandler<FetchRequestData, FetchResponseData> {
    private static final ApiVersionRange VERSIONS = ApiVersionRange.of(ApiKeys.FETCH, 4, 18);

    private final Broker broker;
    private final TrafficMetrics traffic;
    private final FetchSessions sessions;
    private final PartitionReader reader;

    FetchHandler(Broker broker, TrafficMetrics traffic) {
        this.broker = broker;
        this.traffic = traffic;
        int slots = broker.settings().get().getInt("max.incremental.fetch.session.cache.slots");
        this.sessions = new FetchSessions(slots, new SecureRandom()::nextInt);
        this.reader = new PartitionReader(broker);
    }

    @Override
    public ApiVersionRange versions() {
        return VERSIONS;
    }

    @Override
    public void handle(RequestContext context, FetchRequestData request, Reply<FetchResponseData> reply) {
        boolean follower = FetchRequest.isValidBrokerId(FetchRequest.replicaId(request));
        FetchContext fetch = sessions.open(
                request, context.version(), follower, broker.clock().millis());
        FetchLimits limits = FetchLimits.of(request, broker.settings().get().getInt("fetch.max.bytes"));
        new PendingFetch(broker, reader, traffic, context, fetch, limits, reply).start();
    }
}
