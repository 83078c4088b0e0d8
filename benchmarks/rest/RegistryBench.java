import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Schema Registry of three nodes: schemas looked up by id at one of them, and registered at one and at all in turn. */
final class RegistryBench {
    private static final int CONNECTIONS = 4;
    private static final int IDS = 50;
    private static final String TYPE = "application/vnd.schemaregistry.v1+json";

    private final List<URI> nodes;
    private int schemas;

    RegistryBench(List<URI> nodes) {
        this.nodes = nodes;
    }

    void round(int round, int lookups, int registrations) throws Exception {
        Rows.printLatencies("register", round, register(nodes.subList(0, 1), registrations));
        Rows.printLatencies("register-in-turn", round, register(nodes, registrations));
        Rows.print(Rows.HTTP, "lookup", round, "lookups_per_s", lookUp(lookups));
    }

    void warmUp(int lookups, int registrations) throws Exception {
        register(nodes, registrations);
        lookUp(lookups);
    }

    /** One after another, each a new schema of a new subject; how long each took. */
    private long[] register(List<URI> at, int count) throws IOException {
        List<HttpConnection> connections = new ArrayList<>();
        for (URI node : at) {
            connections.add(new HttpConnection(node));
        }
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            byte[] request = registration(schemas++);
            long begin = System.nanoTime();
            connections.get(i % connections.size()).exchange(request);
            nanos[i] = System.nanoTime() - begin;
        }
        for (HttpConnection connection : connections) {
            connection.close();
        }
        return nanos;
    }

    private static byte[] registration(int number) {
        String schema = "{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"Order" + number
                + "\\\", \\\"fields\\\": [{\\\"name\\\": \\\"id\\\", \\\"type\\\": \\\"long\\\"}]}";
        return HttpConnection.post(
                "/subjects/orders-" + number + "-value/versions",
                TYPE,
                ("{\"schema\": \"" + schema + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /** Lookups per second, over some connections to the first node. */
    private double lookUp(int count) throws Exception {
        List<byte[]> requests = requests();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        long begin = System.nanoTime();
        try {
            List<Future<Void>> clients = new ArrayList<>();
            for (int c = 0; c < CONNECTIONS; c++) {
                Callable<Void> client = () -> lookUp(requests, count / CONNECTIONS);
                clients.add(threads.submit(client));
            }
            for (Future<Void> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return count / CONNECTIONS * CONNECTIONS * 1e9 / (System.nanoTime() - begin);
    }

    private Void lookUp(List<byte[]> requests, int times) throws IOException {
        try (HttpConnection connection = new HttpConnection(nodes.get(0))) {
            for (int i = 0; i < times; i++) {
                connection.exchange(requests.get(i % requests.size()));
            }
        }
        return null;
    }

    private List<byte[]> requests() throws IOException {
        List<byte[]> requests = new ArrayList<>();
        try (HttpConnection connection = new HttpConnection(nodes.get(0))) {
            for (int i = 0; i < Math.min(IDS, schemas); i++) {
                Matcher id = Pattern.compile("\"id\":([0-9]+)").matcher(connection.exchange(registration(i)));
                if (!id.find()) {
                    throw new IOException("a registered schema has no id");
                }
                requests.add(HttpConnection.get("/schemas/ids/" + id.group(1), "Accept: " + TYPE));
            }
        }
        return requests;
    }
}
