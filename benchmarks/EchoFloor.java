import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * The floor under every latency here: 1 KiB to another thread over loopback and back, twice, since a record goes to the broker
 * and from the broker to its consumer. Prints percentiles in milliseconds. {@code java EchoFloor.java}
 */
final class EchoFloor {
    private static final int RECORD_BYTES = 1024;
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;

    private EchoFloor() {}

    public static void main(String[] arguments) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread echo = new Thread(() -> echo(server));
            echo.setDaemon(true);
            echo.start();
            try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                socket.setTcpNoDelay(true);
                measure(socket);
            }
        }
    }

    private static void echo(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] record = new byte[RECORD_BYTES];
            while (true) {
                in.readFully(record);
                socket.getOutputStream().write(record);
            }
        } catch (java.io.IOException ended) {
            return;
        }
    }

    private static void measure(Socket socket) throws Exception {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        byte[] record = new byte[RECORD_BYTES];
        long[] nanos = new long[MEASURED];
        for (int i = -WARM_UP; i < MEASURED; i++) {
            long before = System.nanoTime();
            for (int hop = 0; hop < 2; hop++) {
                out.write(record);
                in.readFully(record);
            }
            if (i >= 0) {
                nanos[i] = System.nanoTime() - before;
            }
        }
        Arrays.sort(nanos);
        print("echo_p50_ms", nanos[MEASURED / 2]);
        print("echo_p99_ms", nanos[MEASURED * 99 / 100]);
        print("echo_p99.9_ms", nanos[MEASURED * 999 / 1000]);
    }

    private static void print(String metric, long nanos) {
        System.out.printf("%s\t%.3f%n", metric, nanos / 1e6);
    }
}
