package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.protocol.fetch.Follower;
import io.ottla.protocol.fetch.NearReplicas;
import io.ottla.protocol.fetch.ReplicaReader;
import io.ottla.protocol.fetch.ReplicaSession;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest;
import org.jspecify.annotations.Nullable;

/**
 * The fetches of followers on other nodes. Each node has one session, on the connection that it opened the session with; a new one takes
 * the place of the one before. Any thread.
 */
final class ReplicaFetches {
    private static final int NO_SESSION = FetchMetadata.INVALID_SESSION_ID;

    /** Of all sessions that this process opens, so that leaders know the later of two by its number whoever opened them. */
    private static final AtomicLong LAST_NUMBER = new AtomicLong();

    private final Broker broker;
    private final ReplicaReader reader;
    private final NearReplicas near;
    private final SecureRandom random = new SecureRandom();

    /** By node; bounded by the brokers that are registered. */
    private final ConcurrentMap<Integer, Stream> streams = new ConcurrentHashMap<>();

    ReplicaFetches(Broker broker) {
        this.broker = broker;
        this.reader = new ReplicaReader(broker);
        this.near = new NearReplicas(broker);
    }

    /** A session with its connection and its last fetch. Of the connection's event loop. */
    private static final class Stream {
        private final ReplicaSession session;
        private final ClientConnection connection;
        private @Nullable ReplicaFetch parked;

        Stream(ReplicaSession session, ClientConnection connection) {
            this.session = session;
            this.connection = connection;
        }

        void close() {
            connection.eventLoop().execute(session::close);
        }
    }

    /** Handles one fetch. */
    void handle(RequestContext context, FetchRequestData request, Reply<FetchResponseData> reply) {
        if (!broker.authorizer().allows(context.caller(), Operation.CLUSTER_ACTION, Resource.CLUSTER)) {
            refuse(Errors.CLUSTER_AUTHORIZATION_FAILED, reply);
            return;
        }
        Follower follower = new Follower(
                FetchRequest.replicaId(request), request.replicaState().replicaEpoch());
        boolean opens = new FetchMetadata(request.sessionId(), request.sessionEpoch()).isFull();
        Optional<Stream> stream =
                opens ? Optional.of(open(context, request, follower)) : find(context, request, follower);
        if (stream.isEmpty()) {
            refuse(Errors.FETCH_SESSION_ID_NOT_FOUND, reply);
        } else {
            fetch(stream.get(), follower, context, request, reply);
        }
    }

    private Stream open(RequestContext context, FetchRequestData request, Follower follower) {
        boolean lasts = request.sessionEpoch() != FetchMetadata.FINAL_EPOCH
                && broker.metadata().image().brokers().containsKey(follower.replica());
        int id = lasts ? 1 + random.nextInt(Integer.MAX_VALUE - 1) : NO_SESSION;
        ReplicaSession session =
                new ReplicaSession(id, request.sessionEpoch(), LAST_NUMBER.incrementAndGet(), follower);
        Stream opened = new Stream(session, context.connection());
        if (lasts) {
            context.connection().servesCluster();
            Stream before = streams.put(follower.replica(), opened);
            if (before != null) {
                before.close();
            }
        }
        return opened;
    }

    private Optional<Stream> find(RequestContext context, FetchRequestData request, Follower follower) {
        return Optional.ofNullable(streams.get(follower.replica()))
                .filter(stream -> stream.session.id() == request.sessionId())
                .filter(stream ->
                        stream.connection.id().equals(context.connection().id()));
    }

    private void fetch(
            Stream stream,
            Follower follower,
            RequestContext context,
            FetchRequestData request,
            Reply<FetchResponseData> reply) {
        if (stream.parked != null) {
            stream.parked.end();
        }
        Errors error = stream.session.advance(follower, request, context.version(), reader);
        if (error != Errors.NONE) {
            refuse(error, reply);
            return;
        }
        boolean once = stream.session.id() == NO_SESSION;
        Reply<FetchResponseData> answer = once
                ? response -> {
                    stream.session.close();
                    reply.complete(response);
                }
                : reply;
        ReplicaFetch fetch = new ReplicaFetch(
                broker,
                reader,
                context,
                stream.session,
                FetchLimits.of(request, request.maxBytes()),
                near.areUsed(),
                answer);
        stream.parked = fetch;
        fetch.start();
    }

    private static void refuse(Errors error, Reply<FetchResponseData> reply) {
        reply.complete(new FetchResponseData().setErrorCode(error.code()));
    }
}
