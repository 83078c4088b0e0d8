package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.partition.DataWaiter;
import io.ottla.actors.partition.Partition;
import io.ottla.protocol.fetch.ColdReads;
import io.ottla.protocol.fetch.Consumer;
import io.ottla.protocol.fetch.FetchContext;
import io.ottla.protocol.fetch.FetchPosition;
import io.ottla.protocol.fetch.PartitionRead;
import io.ottla.protocol.fetch.PartitionReader;
import io.ottla.protocol.fetch.ReadBudget;
import io.ottla.protocol.metrics.TrafficMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fetch from its arrival to its answer. It reads; finds enough, or leaves word with its partitions and reads again when
 * one of them calls; and answers with what there is when its time is up. Between reads it holds no file.
 *
 * <p>Lives on its connection's event loop; partitions call from their own threads.
 */
final class PendingFetch {
    private static final Logger LOG = LoggerFactory.getLogger(PendingFetch.class);

    private final Broker broker;
    private final PartitionReader reader;
    private final TrafficMetrics traffic;
    private final RequestContext context;
    private final FetchContext fetch;
    private final Consumer consumer;
    private final FetchLimits limits;
    private final Reply<FetchResponseData> reply;
    private final List<FetchPosition> positions;
    private final List<Waiter> waiters = new ArrayList<>();
    private final AtomicBoolean rereadScheduled = new AtomicBoolean();
    private ClientConnection.@Nullable Cancellable timeout;
    private volatile boolean answered;

    PendingFetch(
            Broker broker,
            PartitionReader reader,
            TrafficMetrics traffic,
            RequestContext context,
            FetchContext fetch,
            Consumer consumer,
            FetchLimits limits,
            Reply<FetchResponseData> reply) {
        this.broker = broker;
        this.reader = reader;
        this.traffic = traffic;
        this.context = context;
        this.fetch = fetch;
        this.consumer = consumer;
        this.limits = limits;
        this.reply = reply;
        this.positions = fetch.positions();
    }

    /** Reads for the first time. */
    void start() {
        List<PartitionRead> reads = readAll();
        if (limits.maxWaitMs() <= 0 || isEnough(reads)) {
            answer(reads);
            return;
        }
        timeout = context.connection().schedule(this::expire, limits.maxWaitMs());
        positions.forEach(unused -> waiters.add(new Waiter()));
        await(reads);
    }

    private void expire() {
        unlessAnswered(() -> answer(readAll()));
    }

    private void readAgain() {
        rereadScheduled.set(false);
        unlessAnswered(() -> {
            List<PartitionRead> reads = readAll();
            if (isEnough(reads)) {
                answer(reads);
            } else {
                await(reads);
            }
        });
    }

    /** Nobody catches what goes wrong in a later read, so it is answered here. */
    private void unlessAnswered(Runnable read) {
        if (answered) {
            return;
        }
        try {
            read.run();
        } catch (RuntimeException failure) {
            LOG.error("a fetch failed connection={}", context.connection().id(), failure);
            if (!answered) {
                end();
                reply.complete(new FetchResponseData().setErrorCode(Errors.UNKNOWN_SERVER_ERROR.code()));
            }
        }
    }

    private List<PartitionRead> readAll() {
        ReadBudget budget = new ReadBudget(limits.maxBytes());
        List<PartitionRead> reads = new ArrayList<>(positions.size());
        try {
            for (FetchPosition position : positions) {
                reads.add(reader.read(consumer, position, budget));
            }
            return reads;
        } catch (RuntimeException failure) {
            reads.forEach(PartitionRead::release);
            throw failure;
        }
    }

    private boolean isEnough(List<PartitionRead> reads) {
        long bytes = 0;
        for (PartitionRead read : reads) {
            if (read.isUrgent()) {
                return true;
            }
            bytes += read.bytes();
        }
        return reads.isEmpty() || bytes >= limits.minBytes();
    }

    private void await(List<PartitionRead> reads) {
        for (int i = 0; i < reads.size(); i++) {
            PartitionRead read = reads.get(i);
            read.release();
            Waiter waiter = waiters.get(i);
            read.awaited().ifPresent(waiter::register);
        }
    }

    private void answer(List<PartitionRead> reads) {
        end();
        ColdReads.readAhead(reads, broker.diskReads(), context.connection().eventLoop(), () -> send(reads));
    }

    private void send(List<PartitionRead> reads) {
        FetchContext.Answer answer = fetch.answer(reads, broker.clock().millis());
        if (answer.error() != Errors.NONE) {
            reads.forEach(PartitionRead::release);
        } else {
            reads.forEach(this::count);
        }
        reply.complete(new FetchResponses(broker.metadata().image(), context.version()).of(answer));
    }

    private void end() {
        answered = true;
        if (timeout != null) {
            timeout.cancel();
        }
    }

    private void count(PartitionRead read) {
        if (read.bytes() > 0) {
            traffic.fetched(read.topic(), read.bytes());
        } else if (read.data().errorCode() != Errors.NONE.code()
                && broker.metadata().image().topics().topic(read.topic()).isPresent()) {
            traffic.fetchFailed(read.topic());
        }
    }

    private void scheduleReread() {
        if (!answered && rereadScheduled.compareAndSet(false, true)) {
            context.connection().eventLoop().execute(this::readAgain);
        }
    }

    /** The word left with one partition; left again once the partition has called. */
    private final class Waiter implements DataWaiter {
        private volatile boolean registered;

        void register(PartitionRead.Awaited awaited) {
            if (!registered) {
                registered = true;
                awaited.handle().tell(new Partition.AwaitData(this, awaited.offset(), consumer.committedOnly()));
            }
        }

        @Override
        public void wake() {
            registered = false;
            scheduleReread();
        }

        @Override
        public boolean finished() {
            return answered || !context.connection().isOpen();
        }
    }
}
