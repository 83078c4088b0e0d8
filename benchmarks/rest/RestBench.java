import ch.qos.logback.classic.Level;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Measures what speaks HTTP; rest.sh starts the nodes and says where they are.
 *
 * <pre>
 *   RestBench records  ROUNDS HTTP KAFKA RECORDS
 *   RestBench idle     ROUND HTTP PID STREAMS
 *   RestBench registry ROUNDS HTTP,HTTP,HTTP LOOKUPS REGISTRATIONS
 * </pre>
 */
final class RestBench {
    private RestBench() {}

    public static void main(String[] arguments) throws Exception {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.WARN);
        int rounds = Integer.parseInt(arguments[1]);
        List<URI> nodes = Arrays.stream(arguments[2].split(",")).map(URI::create).toList();
        switch (arguments[0]) {
            case "records" -> records(rounds, nodes.get(0), arguments[3], Integer.parseInt(arguments[4]));
            case "idle" -> new IdleStreams(nodes.get(0), Long.parseLong(arguments[3]), cluster(nodes.get(0)))
                    .measure(rounds, Integer.parseInt(arguments[4]));
            case "registry" -> registry(rounds, nodes, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
            default -> throw new IllegalArgumentException("no part " + arguments[0]);
        }
    }

    private static void records(int rounds, URI http, String kafka, int count) throws Exception {
        String cluster = cluster(http);
        int whole = Math.max(1, count / RecordsBench.BATCH) * RecordsBench.BATCH;
        new RecordsBench(http, kafka, cluster, Math.min(50_000, whole)).warmUp();
        RecordsBench bench = new RecordsBench(http, kafka, cluster, whole);
        for (int round = 1; round <= rounds; round++) {
            bench.round(round);
        }
    }

    private static void registry(int rounds, List<URI> nodes, int lookups, int registrations) throws Exception {
        RegistryBench bench = new RegistryBench(nodes);
        bench.warmUp(lookups, Math.min(100, registrations));
        for (int round = 1; round <= rounds; round++) {
            bench.round(round, lookups, registrations);
        }
    }

    /** The path of the cluster. */
    private static String cluster(URI http) throws Exception {
        try (HttpConnection connection = new HttpConnection(http)) {
            Matcher id = Pattern.compile("\"cluster_id\":\"([^\"]+)\"")
                    .matcher(connection.exchange(HttpConnection.get("/v3/clusters")));
            if (!id.find()) {
                throw new IllegalStateException("no cluster at " + http);
            }
            return "/v3/clusters/" + id.group(1);
        }
    }
}
