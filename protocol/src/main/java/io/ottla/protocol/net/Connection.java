package io.ottla.protocol.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.ottla.actors.access.Caller;
import io.ottla.protocol.api.ClientConnection;
import io.ottla.protocol.api.RequestContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: cuts its bytes into requests, hands each to its handler, and has the answers sent in order.
 *
 * <p>It stops reading while too much is under way: requests unanswered, memory held by the requests of the whole port, or
 * answers that the client does not take.
 *
 * <pre>
 *   SERVING --drain()--> DRAINING --nothing unanswered--+
 *      |                     |                          v
 *      +----closeAfterReplies(), bad bytes----> CLOSING --what is answered is sent--> closed
 * </pre>
 *
 * <p>Lives on the channel's event loop; public methods may be called from any thread.
 */
final class Connection extends ChannelInboundHandlerAdapter implements ClientConnection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** How long a half-sent request may stand still while others wait for the memory it holds. */
    private static final Duration MAX_STALL = Duration.ofSeconds(30);

    /** A connection may hold a quarter of the memory for requests, but this much in any case. */
    private static final long MIN_BYTES_IN_FLIGHT = 1024 * 1024;

    private enum Phase {
        SERVING,
        DRAINING,
        CLOSING
    }

    private final PortContext port;
    private final Channel channel;
    private final Caller caller;
    private final String id;
    private final FrameDecoder frames;
    private final ResponseSender responses;
    private final ConnectionTimers timers;
    private final long maxBytesInFlight;
    private final Deque<ByteBuf> unread = new ArrayDeque<>();
    private Phase phase = Phase.SERVING;
    private boolean awaitingMemory;
    private boolean begun;
    private boolean servesCluster;
    private boolean awaitingPulse;
    private volatile boolean insideFrame;
    private volatile long lastMovedNanos = System.nanoTime();

    Connection(PortContext port, Channel channel, Caller caller, String id) {
        this.port = port;
        this.channel = channel;
        this.caller = caller;
        this.id = id;
        this.frames =
                new FrameDecoder(channel.alloc(), port.memory(), port.settings().maxRequestBytes());
        this.responses = new ResponseSender(channel, port.metrics(), this::progressed);
        this.timers = new ConnectionTimers(channel.eventLoop());
        this.maxBytesInFlight = Math.max(MIN_BYTES_IN_FLIGHT, port.settings().queuedBytesLimit() / 4);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Executor eventLoop() {
        return this::execute;
    }

    @Override
    public Cancellable schedule(Runnable task, long delayMs) {
        return timers.schedule(task, delayMs);
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public void closeAfterReplies() {
        onEventLoop(() -> enter(Phase.CLOSING));
    }

    /** Reads no more requests and closes when all those under way are answered. */
    ChannelFuture drain() {
        onEventLoop(() -> enter(Phase.DRAINING));
        return channel.closeFuture();
    }

    /** Closes at once. */
    ChannelFuture closeNow() {
        return channel.close();
    }

    /** Closes if nothing has moved for too long. */
    void closeIfIdle(long nowNanos) {
        long still = nowNanos - lastMovedNanos;
        if (still > port.settings().maxIdle().toNanos()) {
            port.metrics().idleConnectionClosed();
            close();
        } else if (insideFrame && port.memory().exhausted() && still > MAX_STALL.toNanos()) {
            refuse("it stopped in the middle of a request while others wait for memory");
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        port.connections().add(this);
        port.metrics().connectionOpened();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        port.connections().remove(this);
        port.metrics().connectionClosed();
        phase = Phase.CLOSING;
        timers.close();
        responses.close();
        releaseUnread();
        frames.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (phase == Phase.SERVING) {
            unread.addLast(bytes);
            readRequests();
        } else {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        lastMovedNanos = System.nanoTime();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            responses.sendAnswered();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection {} broke", id, cause);
        } else {
            LOG.error("connection {} failed and is closed", id, cause);
        }
        close();
    }

    private void readRequests() {
        try {
            while (!unread.isEmpty() && mayRead()) {
                ByteBuf next = unread.getFirst();
                RequestFrame frame = frames.next(next);
                if (!next.isReadable()) {
                    unread.removeFirst().release();
                }
                if (frame != null) {
                    handle(frame);
                }
            }
        } catch (BadFrameException bad) {
            refuse(String.valueOf(bad.getMessage()));
        }
        insideFrame = frames.insideFrame();
        channel.config().setAutoRead(mayRead());
    }

    private boolean mayRead() {
        return phase == Phase.SERVING
                && responses.unfinished() < port.settings().maxRequestsInFlight()
                && responses.unfinishedBytes() < maxBytesInFlight
                && channel.isWritable()
                && nodeLives()
                && mayHoldMore();
    }

    /** What is read is served: nothing is, while the node finds out whether the cluster went on without it. */
    private boolean nodeLives() {
        boolean lives = port.pulse().lives();
        if (!lives && !awaitingPulse) {
            awaitingPulse = true;
            port.pulse().whenItLives(() -> onEventLoop(this::nodeLivesAgain));
        }
        return lives;
    }

    private void nodeLivesAgain() {
        awaitingPulse = false;
        if (phase == Phase.SERVING) {
            readRequests();
        }
    }

    /** The first request may be a node's that wants to replicate: only then is it known whose connection this is. */
    private boolean mayHoldMore() {
        if (servesCluster) {
            return true;
        }
        boolean mayOverdraw = frames.insideFrame() || !begun;
        boolean may = mayOverdraw ? !port.memory().overdrawn() : !port.memory().exhausted();
        if (!may && !awaitingMemory) {
            awaitingMemory = true;
            port.memory().awaitRelease(() -> onEventLoop(this::memoryReleased));
        }
        return may;
    }

    private void memoryReleased() {
        awaitingMemory = false;
        if (phase == Phase.SERVING) {
            readRequests();
        }
    }

    @Override
    public void servesCluster() {
        servesCluster = true;
    }

    private void handle(RequestFrame frame) {
        begun = true;
        try {
            ParsedRequest request = port.parser().parse(frame.bytes());
            if (request instanceof ParsedRequest.Call call) {
                handle(call, frame);
            } else if (request instanceof ParsedRequest.Answered answered) {
                open(answered, answered.responseVersion(), frame, true).complete(answered.response());
            }
        } catch (InvalidRequestException bad) {
            refuse(String.valueOf(bad.getMessage()));
        } finally {
            frame.release();
        }
    }

    private void handle(ParsedRequest.Call call, RequestFrame frame) {
        short version = call.header().requestApiVersion();
        Exchange exchange = open(call, version, frame, call.wantsResponse());
        RequestContext context = new RequestContext(version, call.header().clientId(), caller, this, frame);
        if (!RequestDispatcher.dispatch(call, context, exchange, frame)) {
            port.metrics().of(call.api()).failed();
            enter(Phase.CLOSING);
        }
    }

    private Exchange open(ParsedRequest request, short version, RequestFrame frame, boolean wantsResponse) {
        return responses.open(new Exchange.Request(
                request.api(),
                version,
                request.header().correlationId(),
                frame.length(),
                System.nanoTime(),
                wantsResponse));
    }

    private void refuse(String reason) {
        port.metrics().badRequest();
        port.warnings().warn(System.nanoTime(), "closing connection " + id + ": " + reason);
        onEventLoop(() -> enter(Phase.CLOSING));
    }

    private void enter(Phase next) {
        if (next.compareTo(phase) > 0) {
            phase = next;
            channel.config().setAutoRead(false);
            releaseUnread();
            responses.sendAnswered();
        }
    }

    /** Requests are done: there may be room for more, or nothing left to wait for. */
    private void progressed() {
        lastMovedNanos = System.nanoTime();
        boolean done =
                switch (phase) {
                    case SERVING -> false;
                    case DRAINING -> responses.unfinished() == 0;
                    case CLOSING -> !responses.hasSomethingToSend();
                };
        if (done) {
            close();
        } else if (phase == Phase.SERVING) {
            readRequests();
        }
    }

    private void close() {
        ChannelFuture unused = channel.close();
    }

    private void releaseUnread() {
        unread.forEach(ByteBuf::release);
        unread.clear();
    }

    private void onEventLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /** Actors call this too: a port that is closed already must not fail them. */
    private void execute(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException portIsClosed) {
            LOG.debug("connection {} is gone with its port", id, portIsClosed);
        }
    }
}
