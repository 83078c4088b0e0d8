package io.ottla.multinode.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;

/** A member of a classic group that is no consumer; it stays until it is closed and its session is over. */
final class RawMember implements AutoCloseable {
    /** The last version that lets a member in at its first request. */
    private static final short VERSION = 3;

    private static final int HEADER_BYTES_BEFORE_BODY = 4;

    private final Socket socket;
    private String id = "";

    private RawMember(Socket socket) {
        this.socket = socket;
    }

    /** The id that the coordinator gave it. */
    String id() {
        return id;
    }

    static RawMember join(String address, String group, String protocolType) {
        int colon = address.lastIndexOf(':');
        try {
            Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
            RawMember member = new RawMember(socket);
            JoinGroupResponseData response = member.ask(request(group, protocolType));
            if (response.errorCode() != Errors.NONE.code()) {
                throw new AssertionError(Errors.forCode(response.errorCode()));
            }
            member.id = response.memberId();
            return member;
        } catch (IOException e) {
            throw new UncheckedIOException("no member at " + address, e);
        }
    }

    private static JoinGroupRequestData request(String group, String protocolType) {
        JoinGroupRequestData request = new JoinGroupRequestData()
                .setGroupId(group)
                .setProtocolType(protocolType)
                .setSessionTimeoutMs(60_000)
                .setRebalanceTimeoutMs(60_000);
        request.protocols().add(new JoinGroupRequestProtocol().setName("any").setMetadata(new byte[0]));
        return request;
    }

    private JoinGroupResponseData ask(JoinGroupRequestData request) throws IOException {
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(ApiKeys.JOIN_GROUP.id)
                .setRequestApiVersion(VERSION)
                .setClientId("raw");
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header, ApiKeys.JOIN_GROUP.requestHeaderVersion(VERSION))
                .buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(request, VERSION).buffer();
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + head.remaining() + body.remaining());
        frame.putInt(head.remaining() + body.remaining()).put(head).put(body);
        new DataOutputStream(socket.getOutputStream()).write(frame.array());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        ByteBuffer fields = ByteBuffer.wrap(answer).position(HEADER_BYTES_BEFORE_BODY);
        return new JoinGroupResponseData(new ByteBufferAccessor(fields), VERSION);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
