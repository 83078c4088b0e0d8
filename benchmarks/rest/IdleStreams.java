import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node's memory grows by when streams of records are open that have nothing to tell. Garbage is collected before each look; the
 * node has had and lost some streams before, so that what the first of them loads is not counted as theirs.
 */
final class IdleStreams {
    private static final double MEGABYTE = 1e6;

    private final URI http;
    private final long pid;
    private final String topic;
    private final String cluster;

    IdleStreams(URI http, long pid, String cluster) {
        this.http = http;
        this.pid = pid;
        this.cluster = cluster;
        this.topic = "bench-idle";
    }

    void measure(int round, int count) throws Exception {
        createTopic();
        close(open(Math.max(1, count / 10)));
        Memory before = memory();
        List<HttpConnection> streams = open(count);
        Memory with = memory();
        close(streams);
        Rows.print(Rows.HTTP, "idle-streams", round, "heap_growth_MB", with.heap() - before.heap());
        Rows.print(Rows.HTTP, "idle-streams", round, "rss_growth_MB", with.resident() - before.resident());
        Rows.print(Rows.HTTP, "idle-streams", round, "rss_MB", with.resident());
    }

    /** The topic makes itself when it is written to. */
    private void createTopic() throws Exception {
        try (HttpConnection connection = new HttpConnection(http)) {
            connection.out().write(HttpConnection.post(
                    cluster + "/topics/" + topic + "/records",
                    "application/json",
                    "{\"value\":{\"type\":\"STRING\",\"data\":\"first\"}}".getBytes(StandardCharsets.UTF_8)));
            connection.readHead();
        }
    }

    /** Opens streams, and waits until each has been told that it is one. */
    private List<HttpConnection> open(int count) throws Exception {
        List<HttpConnection> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HttpConnection stream = new HttpConnection(http);
            stream.out().write(HttpConnection.get(cluster + "/topics/" + topic + "/records", "Accept: text/event-stream"));
            stream.readHead();
            streams.add(stream);
        }
        return streams;
    }

    private static void close(List<HttpConnection> streams) throws Exception {
        for (HttpConnection stream : streams) {
            stream.close();
        }
    }

    /** In megabytes: the process as the system sees it, and what lives in its heap. */
    record Memory(double resident, double heap) {}

    private Memory memory() throws Exception {
        // What was opened or closed last is still being seen to.
        Thread.sleep(2_000);
        int collected = new ProcessBuilder("jcmd", Long.toString(pid), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (collected != 0) {
            throw new IllegalStateException("jcmd could not have the node " + pid + " collect garbage");
        }
        try (HttpConnection connection = new HttpConnection(http)) {
            String metrics = connection.exchange(HttpConnection.get("/metrics"));
            return new Memory(
                    value(metrics, "process_resident_memory_bytes") / MEGABYTE,
                    value(metrics, "jvm_memory_used_bytes\\{area=\"heap\"\\}") / MEGABYTE);
        }
    }

    private static double value(String metrics, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + " ([0-9.E+]+)").matcher(metrics);
        if (!matcher.find()) {
            throw new IllegalStateException("the node does not tell " + name);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
