package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.protocol.fetch.ColdReads;
import io.ottla.protocol.fetch.FetchContext;
import io.ottla.protocol.fetch.FetchKey;
import io.ottla.protocol.fetch.PartitionRead;
import io.ottla.protocol.fetch.ReadBudget;
import io.ottla.protocol.fetch.ReplicaReader;
import io.ottla.protocol.fetch.ReplicaSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fetch of a follower from its arrival to its answer. While there is nothing it is parked, and looks again at the partitions that
 * report themselves.
 *
 * <p>Lives on its connection's event loop.
 */
final class ReplicaFetch {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaFetch.class);

    /**
     * A watermark alone is told after a moment, in which records mostly come that take it along: an answer for every watermark would
     * double the number of fetches.
     */
    private static final int WATERMARK_PATIENCE_MS = 20;

    private final Broker broker;
    private final ReplicaReader reader;
    private final RequestContext context;
    private final ReplicaSession session;
    private final FetchLimits limits;
    private final boolean watermarksAtOnce;
    private final Reply<FetchResponseData> reply;
    private final ReadBudget budget;
    private final Map<FetchKey, PartitionRead> found = new LinkedHashMap<>();
    private final AtomicBoolean rereadScheduled = new AtomicBoolean();
    private ClientConnection.@Nullable Cancellable timer;
    private boolean patienceBegan;
    private boolean answered;

    ReplicaFetch(
            Broker broker,
            ReplicaReader reader,
            RequestContext context,
            ReplicaSession session,
            FetchLimits limits,
            boolean watermarksAtOnce,
            Reply<FetchResponseData> reply) {
        this.broker = broker;
        this.reader = reader;
        this.context = context;
        this.session = session;
        this.limits = limits;
        this.watermarksAtOnce = watermarksAtOnce;
        this.reply = reply;
        this.budget = new ReadBudget(limits.maxBytes());
    }

    /** Reads for the first time. */
    void start() {
        session.resume();
        session.onChange(this::scheduleReread);
        read();
        if (!answered && timer == null) {
            long waitMs = session.hasDeferred()
                    ? Math.min(limits.maxWaitMs(), Math.max(1, reader.throttleMs()))
                    : limits.maxWaitMs();
            timer = context.connection().schedule(this::end, waitMs);
        }
    }

    /** Answers with what there is: time is up, or the follower has sent its next fetch. */
    void end() {
        if (!answered) {
            answer();
        }
    }

    private void scheduleReread() {
        if (rereadScheduled.compareAndSet(false, true)) {
            context.connection().eventLoop().execute(() -> {
                rereadScheduled.set(false);
                read();
            });
        }
    }

    private void read() {
        if (answered) {
            return;
        }
        try {
            for (PartitionRead read : session.read(reader, budget)) {
                PartitionRead before = found.put(read.key(), read);
                if (before != null) {
                    before.release();
                }
            }
            if (isEnough()) {
                answer();
            } else if (!found.isEmpty() && !patienceBegan) {
                patienceBegan = true;
                cancelTimer();
                timer = context.connection().schedule(this::end, Math.min(limits.maxWaitMs(), WATERMARK_PATIENCE_MS));
            }
        } catch (RuntimeException failure) {
            LOG.error(
                    "a follower's fetch failed connection={}",
                    context.connection().id(),
                    failure);
            close();
            found.values().forEach(PartitionRead::release);
            reply.complete(new FetchResponseData().setErrorCode(Errors.UNKNOWN_SERVER_ERROR.code()));
        }
    }

    private boolean isEnough() {
        long bytes = 0;
        for (PartitionRead read : found.values()) {
            if (read.isUrgent()) {
                return true;
            }
            bytes += read.bytes();
        }
        return limits.maxWaitMs() <= 0
                || (bytes > 0 && bytes >= limits.minBytes())
                || (watermarksAtOnce && !found.isEmpty());
    }

    private void answer() {
        close();
        List<PartitionRead> news = new ArrayList<>(found.values());
        session.tell(news);
        ColdReads.readAhead(news, broker.diskReads(), context.connection().eventLoop(), () -> send(news));
    }

    private void send(List<PartitionRead> news) {
        FetchContext.Answer answer = new FetchContext.Answer(Errors.NONE, session.id(), news);
        reply.complete(new FetchResponses(broker.metadata().image(), context.version()).of(answer));
    }

    private void close() {
        answered = true;
        session.onChange(null);
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
