package io.ottla.multinode.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.multinode.harness.FreePorts;
import io.ottla.multinode.harness.PeerProcess;
import io.ottla.multinode.harness.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A worker of Kafka Connect's distributed mode, and its REST interface. */
final class ConnectWorker {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final PeerProcess process;
    private final String address;

    private ConnectWorker(PeerProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts a worker of the group {@code connect}; its internal topics have three copies. */
    static ConnectWorker start(Peers peers, String bootstrap, String name) {
        String address = FreePorts.addresses(1).get(0);
        Path dir = peers.folder(name);
        Path file = dir.resolve("worker.properties");
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers", bootstrap,
                "group.id", "connect",
                "listeners", "http://" + address,
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "exactly.once.source.support", "enabled",
                "plugin.discovery", "service_load"));
        for (String topic : new String[] {"config", "offset", "status"}) {
            settings.put(topic + ".storage.topic", "connect-" + topic);
            settings.put(topic + ".storage.replication.factor", "3");
        }
        // A killed worker's tasks move as soon as brokers allow.
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "1000");
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("offset.flush.interval.ms", "1000");
        PropertiesFile.write(file, settings);
        return new ConnectWorker(
                peers.start(dir, "kafka-connect", "org.apache.kafka.connect.cli.ConnectDistributed", file.toString()),
                address);
    }

    /**
     * What a worker answers.
     *
     * @param status HTTP's
     * @param body JSON; missing when there is none
     */
    record Answer(int status, JsonNode body) {}

    /** The process. */
    PeerProcess process() {
        return process;
    }

    /** How the group names it: host and port of its REST interface. */
    String id() {
        return address;
    }

    Answer get(String path) {
        return call("GET", path, Map.of());
    }

    Answer delete(String path) {
        return call("DELETE", path, Map.of());
    }

    Answer put(String path, Map<String, String> body) {
        return call("PUT", path, body);
    }

    /** Status 0 stands for a worker that does not answer (yet). */
    private Answer call(String method, String path, Map<String, String> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            return new Answer(0, JSON.createObjectNode().put("failure", e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
