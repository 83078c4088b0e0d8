package io.ottla.multinode.harness;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * What one node says of the cluster. A client would go on to other nodes with its second question; this asks the one alone.
 *
 * @param brokers the ids of the brokers that are alive for it
 * @param topics the topics that it knows
 */
public record NodeView(Set<Integer> brokers, Set<String> topics) {
    private static final short VERSION = 12;
    private static final int ANSWER_WITHIN_MS = 20_000;

    public NodeView {
        brokers = Set.copyOf(brokers);
        topics = Set.copyOf(topics);
    }

    /** Asks the node at {@code host:port}. */
    public static NodeView of(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ANSWER_WITHIN_MS);
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    ANSWER_WITHIN_MS);
            return ask(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from " + address, e);
        }
    }

    private static NodeView ask(Socket socket) throws IOException {
        RequestHeader header = new RequestHeader(ApiKeys.METADATA, VERSION, "view", 1);
        MetadataRequestData everything = new MetadataRequestData().setTopics(null);
        ByteBuffer request = RequestUtils.serialize(
                header.data(), header.headerVersion(), new MetadataRequest(everything, VERSION).data(), VERSION);
        ByteBuffer frame = ByteBuffer.allocate(4 + request.remaining())
                .putInt(request.remaining())
                .put(request);
        socket.getOutputStream().write(frame.array());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        ByteBuffer buffer = ByteBuffer.wrap(answer);
        ResponseHeader.parse(buffer, ApiKeys.METADATA.responseHeaderVersion(VERSION));
        MetadataResponse response = MetadataResponse.parse(new ByteBufferAccessor(buffer), VERSION);
        return new NodeView(
                response.data().brokers().stream()
                        .map(broker -> broker.nodeId())
                        .collect(Collectors.toSet()),
                response.data().topics().stream().map(topic -> topic.name()).collect(Collectors.toSet()));
    }
}
