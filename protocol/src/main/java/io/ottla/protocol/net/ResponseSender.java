package io.ottla.protocol.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.ReferenceCounted;
import io.ottla.protocol.fetch.SliceRecords;
import io.ottla.protocol.metrics.RequestMetrics;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the answers of one connection in the order of its requests. However many answers actors give between two turns of
 * the event loop, they leave in one flush. A client that does not read gets no further answer encoded.
 *
 * <p>Lives on the channel's event loop, but for {@link #answered}.
 */
final class ResponseSender {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseSender.class);

    private final Channel channel;
    private final RequestMetrics metrics;
    private final Runnable onProgress;
    private final ResponseOrderer orderer = new ResponseOrderer();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable sendAnswered = this::sendAnswered;
    private int unfinished;
    private long unfinishedBytes;
    private int beingWritten;
    private boolean closed;

    /** A sender that tells {@code onProgress}, on the event loop, when requests are done. */
    ResponseSender(Channel channel, RequestMetrics metrics, Runnable onProgress) {
        this.channel = channel;
        this.metrics = metrics;
        this.onProgress = onProgress;
    }

    /** A request that came in now: the next response to be sent after those of the earlier ones. */
    Exchange open(Exchange.Request request) {
        Exchange exchange = new Exchange(request, this::answered);
        orderer.add(exchange);
        unfinished++;
        unfinishedBytes += request.bytes();
        return exchange;
    }

    /** Requests whose response is not handed to the socket yet. */
    int unfinished() {
        return unfinished;
    }

    /** The frames of the unfinished requests together. */
    long unfinishedBytes() {
        return unfinishedBytes;
    }

    /** Whether something could be sent without waiting for any handler. */
    boolean hasSomethingToSend() {
        return beingWritten > 0 || orderer.hasAnswered();
    }

    /** Sends what is answered, as far as the client takes it. */
    void sendAnswered() {
        scheduled.set(false);
        if (closed) {
            orderer.removeAnswered(this::discard);
            return;
        }
        boolean wrote = false;
        while (channel.isWritable() && orderer.hasAnswered()) {
            Exchange next = orderer.pollAnswered();
            if (next != null) {
                wrote |= send(next);
            }
        }
        if (wrote) {
            channel.flush();
        }
        onProgress.run();
    }

    /** Sends nothing any more: answers are dropped, now and when they come. */
    void close() {
        closed = true;
        orderer.removeAnswered(this::discard);
    }

    /** Any thread. */
    private void answered(Exchange exchange) {
        if (scheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(sendAnswered);
            } catch (RejectedExecutionException portIsClosed) {
                LOG.debug("an answer came after the port was closed: {}", exchange.request(), portIsClosed);
                discard(exchange);
            }
        }
    }

    private void discard(Exchange exchange) {
        SliceRecords.releaseAll(exchange.answer());
    }

    private boolean send(Exchange exchange) {
        if (!exchange.request().wantsResponse()) {
            finished(exchange, 0);
            return false;
        }
        ResponseEncoder.Encoded encoded;
        try {
            encoded = ResponseEncoder.encode(channel.alloc(), exchange);
        } catch (RuntimeException failure) {
            LOG.error("a response could not be written, closing its connection: {}", exchange.request(), failure);
            metrics.of(exchange.request().api()).failed();
            ChannelFuture unused = channel.close();
            return false;
        }
        write(exchange, encoded);
        return true;
    }

    private void write(Exchange exchange, ResponseEncoder.Encoded encoded) {
        List<ReferenceCounted> parts = encoded.parts();
        int last = parts.size() - 1;
        for (int i = 0; i < last; i++) {
            ChannelFuture unused = channel.write(parts.get(i), channel.voidPromise());
        }
        beingWritten++;
        ChannelFuture unused = channel.write(parts.get(last)).addListener(written -> {
            beingWritten--;
            finished(exchange, encoded.bytes());
            onProgress.run();
        });
    }

    private void finished(Exchange exchange, long responseBytes) {
        Exchange.Request request = exchange.request();
        unfinished--;
        unfinishedBytes -= request.bytes();
        metrics.of(request.api()).completed(System.nanoTime() - request.startedNanos(), request.bytes(), responseBytes);
    }
}
