package io.ottla.protocol.api;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.RequestHeader;

/** A client that speaks exactly the version it is told to, byte by byte over a real socket. */
final class WireClient implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final DataOutputStream out;
    private int lastCorrelationId;

    WireClient(InetSocketAddress address) {
        try {
            socket.connect(address);
            socket.setSoTimeout(PATIENCE_MS);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends a request and reads its response. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // The caller names the response of the API it asks.
    <S extends ApiMessage> S ask(int version, ApiMessage request) {
        send(version, request);
        return receive(ApiKeys.forId(request.apiKey()), version);
    }

    /** Sends a request. */
    void send(int version, ApiMessage request) {
        ApiKeys api = ApiKeys.forId(request.apiKey());
        sendBody(
                api,
                version,
                MessageUtil.toByteBufferAccessor(request, (short) version).buffer());
    }

    /** Sends a request with these bytes for its body. */
    void sendBody(ApiKeys api, int version, ByteBuffer body) {
        RequestHeader header = new RequestHeader(api, (short) version, "wire", ++lastCorrelationId);
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header.data(), header.headerVersion())
                .buffer();
        try {
            out.writeInt(head.remaining() + body.remaining());
            write(head);
            write(body);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads the response to the last request. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // The caller names the response of the API it asked.
    <S extends ApiMessage> S receive(ApiKeys api, int version) {
        ByteBufferAccessor reader = new ByteBufferAccessor(receiveBytes(api, version));
        ApiMessage response = ApiMessageType.fromApiKey(api.id).newResponse();
        response.read(reader, (short) version);
        if (reader.remaining() > 0) {
            throw new IllegalStateException(reader.remaining() + " bytes after the response");
        }
        return (S) response;
    }

    /** The body of the response to the last request. */
    ByteBuffer receiveBytes(ApiKeys api, int version) {
        try {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            ResponseHeaderData header =
                    new ResponseHeaderData(new ByteBufferAccessor(buffer), api.responseHeaderVersion((short) version));
            if (header.correlationId() != lastCorrelationId) {
                throw new IllegalStateException("response " + header.correlationId() + " to " + lastCorrelationId);
            }
            return buffer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether the server has closed the connection; waits for that or for a byte. */
    boolean isClosedByServer() {
        try {
            return in.read() == -1;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.write(copy);
    }
}
