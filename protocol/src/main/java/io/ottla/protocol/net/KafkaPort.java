package io.ottla.protocol.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.ottla.actors.access.Caller;
import io.ottla.actors.node.Pulse;
import io.ottla.protocol.api.ApiHandlers;
import io.ottla.protocol.metrics.RequestMetrics;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets Kafka's clients connect to: accepts connections and serves each with the {@link ApiHandlers}.
 *
 * <p>Owns its event loops. Everything in it may be used from any thread.
 */
public final class KafkaPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaPort.class);

    /** How long requests under way may still be answered when the port closes. */
    private static final Duration CLOSE_GRACE = Duration.ofMillis(250);

    /** Answers that a client has not taken: above the high mark it is sent no more, until the low mark. */
    private static final WriteBufferWaterMark OUTBOUND_BYTES = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private static final long MIN_SWEEP_MS = 100;
    private static final long MAX_SWEEP_MS = 10_000;

    private final KafkaPortSettings settings;
    private final RequestMetrics metrics;
    private final Connections connections;
    private final RateLimitedLog warnings = new RateLimitedLog(LOG);
    private final Transport transport;
    private final EventLoopGroup eventLoops;
    private final List<Channel> servers = new ArrayList<>();
    private final AtomicReference<@Nullable PortContext> serving = new AtomicReference<>();
    private final AtomicLong connectionNumbers = new AtomicLong();

    private KafkaPort(KafkaPortSettings settings, RequestMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        this.connections = new Connections(settings);
        this.transport = Transport.best();
        this.eventLoops = transport.eventLoops(settings.eventLoops());
    }

    /** Takes every address of the settings and serves there at once. */
    public static KafkaPort start(KafkaPortSettings settings, ApiHandlers handlers, RequestMetrics metrics) {
        KafkaPort port = bind(settings, metrics);
        port.serve(handlers, Pulse.STEADY);
        return port;
    }

    /**
     * Takes every address of the settings. Clients that connect wait until {@link #serve}, so that a node knows its ports
     * before it can answer anything.
     *
     * @throws UncheckedIOException when one of the addresses cannot be had; none is taken, then
     */
    public static KafkaPort bind(KafkaPortSettings settings, RequestMetrics metrics) {
        KafkaPort port = new KafkaPort(settings, metrics);
        try {
            settings.listeners().forEach(port::listen);
        } catch (RuntimeException failure) {
            port.close();
            throw failure;
        }
        return port;
    }

    /**
     * Accepts connections from now on and serves them; to be called once.
     *
     * @param pulse whether the node may serve; while it may not, nothing is read
     */
    public void serve(ApiHandlers handlers, Pulse pulse) {
        PortContext context = new PortContext(
                settings,
                new RequestParser(handlers),
                new RequestMemory(settings.queuedBytesLimit()),
                metrics,
                connections,
                warnings,
                pulse);
        if (!serving.compareAndSet(null, context)) {
            throw new IllegalStateException("the port serves already");
        }
        servers.forEach(server -> server.config().setAutoRead(true));
        sweepRegularly();
    }

    /** The addresses it listens on, in the order of the listeners, with real ports for those given as 0. */
    public List<InetSocketAddress> addresses() {
        return servers.stream()
                .map(server -> (InetSocketAddress) server.localAddress())
                .toList();
    }

    /** Stops accepting, gives requests under way a moment to be answered, and closes every connection. */
    @Override
    public void close() {
        servers.forEach(server -> server.close().awaitUninterruptibly());
        List<ChannelFuture> draining =
                connections.open().stream().map(Connection::drain).toList();
        long deadline = System.nanoTime() + CLOSE_GRACE.toNanos();
        draining.forEach(
                closed -> closed.awaitUninterruptibly(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
        connections.open().stream().map(Connection::closeNow).toList().forEach(ChannelFuture::awaitUninterruptibly);
        eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void listen(Listener listener) {
        InetSocketAddress address = listener.host().isEmpty()
                ? new InetSocketAddress(listener.port())
                : new InetSocketAddress(listener.host(), listener.port());
        ChannelFuture bound = bootstrap(listener).bind(address).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            BindException failure = new BindException(
                    "listener " + listener.name() + " cannot listen on " + address + ": " + cause.getMessage());
            failure.initCause(cause);
            throw new UncheckedIOException(failure);
        }
        servers.add(bound.channel());
    }

    private ServerBootstrap bootstrap(Listener listener) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(eventLoops)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, settings.effectiveBacklog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND_BYTES)
                .childHandler(new Accepted(listener));
        if (settings.receiveBufferBytes() > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes());
            bootstrap.childOption(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes());
        }
        if (settings.sendBufferBytes() > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, settings.sendBufferBytes());
        }
        return bootstrap;
    }

    /** One timer for all connections: ten thousand idle ones cost a look at ten thousand numbers now and then. */
    private void sweepRegularly() {
        long periodMs =
                Math.min(MAX_SWEEP_MS, Math.max(MIN_SWEEP_MS, settings.maxIdle().toMillis() / 4));
        ScheduledFuture<?> unused = eventLoops.scheduleWithFixedDelay(
                () -> {
                    long now = System.nanoTime();
                    connections.open().forEach(connection -> connection.closeIfIdle(now));
                },
                periodMs,
                periodMs,
                TimeUnit.MILLISECONDS);
    }

    /** Turns an accepted channel into a {@link Connection}, or closes it when there are too many. */
    private final class Accepted extends ChannelInitializer<Channel> {
        private final Listener listener;

        Accepted(Listener listener) {
            this.listener = listener;
        }

        @Override
        protected void initChannel(Channel channel) {
            PortContext port = serving.get();
            if (port == null || !(channel.remoteAddress() instanceof InetSocketAddress remote)) {
                // A port that does not serve accepts nobody; a connection without address is closed again already.
                ChannelFuture unused = channel.close();
                return;
            }
            if (!connections.admit(remote.getAddress())) {
                metrics.connectionRefused();
                warnings.warn(
                        System.nanoTime(),
                        "refused a connection from " + remote.getAddress().getHostAddress()
                                + ": over max.connections or max.connections.per.ip");
                ChannelFuture unused = channel.close();
                return;
            }
            ChannelFuture unused = channel.closeFuture().addListener(closed -> connections.leave(remote.getAddress()));
            Caller caller = new Caller(KafkaPrincipal.ANONYMOUS, remote.getAddress(), listener.name());
            String id = channel.localAddress() + "-" + remote + "-" + connectionNumbers.incrementAndGet();
            channel.pipeline().addLast(new Connection(port, channel, caller, id.replace("/", "")));
        }
    }
}
