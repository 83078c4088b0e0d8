import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection of HTTP/1.1 that is kept alive and sends requests that were made before: as cheap as a client can be, for it shares
 * the machine with what it measures. Used by one thread.
 */
final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 120_000;

    private final Socket socket;
    private final InputStream in;

    HttpConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    }

    static byte[] get(String path, String... headers) {
        return head("GET", path, headers).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] post(String path, String type, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head("POST", path, "Content-Type: " + type, "Content-Length: " + body.length)
                .getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    static String head(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: bench\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }

    /** Sends a request, and waits for its whole answer, which must be a success and say how long it is. */
    String exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        String head = readHead();
        return new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
    }

    /** Reads an answer's head, and refuses all but a success. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder(256);
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 2")) {
            throw new IOException("refused: " + head);
        }
        return head.toString();
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** What follows the head, as it comes. */
    InputStream in() {
        return in;
    }

    private static int length(String head) throws IOException {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        throw new IOException("the answer does not say how long it is: " + head);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
