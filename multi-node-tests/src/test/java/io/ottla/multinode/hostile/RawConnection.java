package io.ottla.multinode.hostile;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A socket to a node's Kafka port, for bytes that no client would send. */
final class RawConnection implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    static RawConnection open(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) ANSWER_WITHIN.toMillis());
            socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to port " + port, e);
        }
    }

    /** Sends bytes as they are. A node that has closed the connection already may refuse them: that is its answer. */
    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            if (!isClosedByNode()) {
                throw new UncheckedIOException("cannot send " + bytes.length + " bytes", e);
            }
        }
    }

    /** Sends a request with its length before it. */
    void request(byte[] request) {
        send(ByteBuffer.allocate(4 + request.length)
                .putInt(request.length)
                .put(request)
                .array());
    }

    /** The next response, without its length. */
    ByteBuffer response() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return ByteBuffer.wrap(frame);
        } catch (IOException e) {
            throw new UncheckedIOException("no response", e);
        }
    }

    /** Waits for the node to close the connection, and returns whether it did. What it sends before is ignored. */
    boolean isClosedByNode() {
        try {
            while (socket.getInputStream().read() >= 0) {
                // A response; the end comes behind it.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // A reset is an end too.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a socket", e);
        }
    }
}
