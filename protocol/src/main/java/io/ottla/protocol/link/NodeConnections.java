package io.ottla.protocol.link;

import akka.io.Inet;
import akka.io.TcpSO;
import akka.stream.FlowShape;
import akka.stream.Graph;
import akka.stream.SubscriptionWithCancelException;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.node.LinkContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Connects to the Kafka ports of other nodes, where the metadata says they are. */
final class NodeConnections {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private NodeConnections() {}

    /** Why a connection has ended, when it was the way out that was closed. */
    static Throwable whyEnded(Throwable cancellation) {
        return cancellation instanceof SubscriptionWithCancelException.NonFailureCancellation
                ? new IOException("closed by the other side", cancellation)
                : cancellation;
    }

    /**
     * Has a conversation with a node on a connection of its own; the conversation hears of its failure.
     *
     * @return false when the metadata does not know the node
     */
    static boolean open(LinkContext context, int node, Graph<FlowShape<ByteString, ByteString>, ?> conversation) {
        BrokerImage broker = context.metadata().image().brokers().get(node);
        if (broker == null) {
            return false;
        }
        List<Inet.SocketOption> options = List.of(TcpSO.tcpNoDelay(true));
        Tcp.get(context.system())
                .outgoingConnection(
                        InetSocketAddress.createUnresolved(broker.host(), broker.port()),
                        Optional.empty(),
                        options,
                        true,
                        Optional.of(CONNECT_TIMEOUT),
                        Optional.empty())
                .join(Flow.fromGraph(conversation))
                .run(context.system());
        return true;
    }
}
