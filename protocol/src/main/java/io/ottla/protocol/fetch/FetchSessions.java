package io.ottla.protocol.fetch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;

/**
 * The fetch sessions of this node, at most {@code max.incremental.fetch.session.cache.slots}. When all slots are taken a new
 * session takes that of one unused for two minutes; or, as KIP-227 has it, that of a smaller one older than two minutes;
 * followers also take those of consumers, never the other way round. Any thread.
 */
public final class FetchSessions {
    /** How long a session is safe from those that want its slot. */
    static final long SAFE_MS = 120_000;

    private final int slots;
    private final IntSupplier randomIds;

    /** Least recently used first. */
    private final Map<Integer, Slot> sessions = new LinkedHashMap<>();

    /** Who a session is for: a follower or a consumer, and how it names topics. */
    record Kind(boolean follower, boolean byId) {}

    private static final class Slot {
        private final FetchSession session;
        private final boolean follower;
        private final long createdMs;
        private long usedMs;

        Slot(FetchSession session, boolean follower, long nowMs) {
            this.session = session;
            this.follower = follower;
            this.createdMs = nowMs;
            this.usedMs = nowMs;
        }

        private boolean yieldsTo(boolean newcomerIsFollower, int newcomerSize, long nowMs) {
            if (follower != newcomerIsFollower) {
                return newcomerIsFollower;
            }
            return nowMs - createdMs > SAFE_MS && session.size() < newcomerSize;
        }
    }

    /**
     * An empty cache.
     *
     * @param slots how many sessions there may be
     * @param randomIds where new session ids come from; must be hard to guess, as whoever knows one may use it
     */
    public FetchSessions(int slots, IntSupplier randomIds) {
        this.slots = slots;
        this.randomIds = randomIds;
    }

    /** Finds out what a request reads, and moves its session on. */
    public FetchContext open(FetchRequestData request, short version, boolean follower, long nowMs) {
        FetchMetadata metadata = new FetchMetadata(request.sessionId(), request.sessionEpoch());
        boolean byId = version >= FetchKey.FIRST_BY_ID;
        List<FetchPosition> named = positionsIn(request, version);
        if (metadata.isFull()) {
            remove(request.sessionId());
            return request.sessionEpoch() == FetchMetadata.FINAL_EPOCH
                    ? new FetchContext.Sessionless(named)
                    : new FetchContext.Opening(this, new Kind(follower, byId), named);
        }
        Optional<FetchSession> found = use(request.sessionId(), nowMs);
        if (found.isEmpty()) {
            return new FetchContext.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
        }
        FetchSession session = found.get();
        Errors error = session.advance(request.sessionEpoch(), byId, named, forgottenIn(request, version));
        if (error != Errors.NONE) {
            return new FetchContext.Refused(error);
        }
        if (session.size() == 0) {
            remove(session.id());
            return new FetchContext.Sessionless(List.of());
        }
        return new FetchContext.Continuing(session, request.sessionEpoch());
    }

    /** How many sessions there are. */
    public synchronized int size() {
        return sessions.size();
    }

    /** A new session's id, or 0 when there is neither a free slot nor one to take, or nothing to remember. */
    synchronized int create(Kind kind, List<FetchPosition> positions, List<PartitionRead> told, long nowMs) {
        if (positions.isEmpty() || !makeRoom(kind.follower(), positions.size(), nowMs)) {
            return FetchMetadata.INVALID_SESSION_ID;
        }
        int id = newId();
        sessions.put(id, new Slot(new FetchSession(id, kind.byId(), positions, told), kind.follower(), nowMs));
        return id;
    }

    private synchronized Optional<FetchSession> use(int id, long nowMs) {
        Slot slot = sessions.remove(id);
        if (slot == null) {
            return Optional.empty();
        }
        slot.usedMs = nowMs;
        sessions.put(id, slot);
        return Optional.of(slot.session);
    }

    private synchronized void remove(int id) {
        sessions.remove(id);
    }

    private boolean makeRoom(boolean follower, int size, long nowMs) {
        if (sessions.size() < slots) {
            return true;
        }
        Optional<Slot> victim = unused(nowMs)
                .or(() -> sessions.values().stream()
                        .filter(slot -> slot.yieldsTo(follower, size, nowMs))
                        .min(Comparator.comparingInt(slot -> slot.session.size())));
        victim.ifPresent(slot -> sessions.remove(slot.session.id()));
        return victim.isPresent();
    }

    private Optional<Slot> unused(long nowMs) {
        return sessions.values().stream().findFirst().filter(slot -> nowMs - slot.usedMs > SAFE_MS);
    }

    private int newId() {
        int id;
        do {
            id = randomIds.getAsInt() & Integer.MAX_VALUE;
        } while (id == FetchMetadata.INVALID_SESSION_ID || sessions.containsKey(id));
        return id;
    }

    private static List<FetchPosition> positionsIn(FetchRequestData request, short version) {
        List<FetchPosition> positions = new ArrayList<>();
        for (FetchRequestData.FetchTopic topic : request.topics()) {
            for (FetchRequestData.FetchPartition partition : topic.partitions()) {
                FetchKey key = FetchKey.of(version, topic.topicId(), topic.topic(), partition.partition());
                positions.add(FetchPosition.of(key, partition));
            }
        }
        return positions;
    }

    private static List<FetchKey> forgottenIn(FetchRequestData request, short version) {
        List<FetchKey> forgotten = new ArrayList<>();
        for (FetchRequestData.ForgottenTopic topic : request.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                forgotten.add(FetchKey.of(version, topic.topicId(), topic.topic(), partition));
            }
        }
        return forgotten;
    }
}
