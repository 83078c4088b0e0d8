package io.ottla.multinode.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A topic as lines of JSON, resumed by the offsets that its client has noted itself. */
final class LinesReader implements HttpReader {
    private final EndlessAnswer answer = new EndlessAnswer();
    private final String path;
    private final Map<Integer, Long> next = new TreeMap<>();

    LinesReader(String path, int partitions) {
        this.path = path;
        for (int partition = 0; partition < partitions; partition++) {
            next.put(partition, 0L);
        }
    }

    @Override
    public void readAt(String node, Consumer<Taken> taken) throws IOException, InterruptedException {
        String offsets = next.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
        String url = node + path + "?value_format=STRING&offsets=" + offsets;
        try (BufferedReader lines = answer.open(url, "Accept", "application/x-ndjson")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    take(HttpCalls.parse(line), taken);
                }
            }
        }
    }

    private void take(JsonNode record, Consumer<Taken> taken) {
        int partition = record.path("partition_id").asInt();
        long offset = record.path("offset").asLong();
        taken.accept(new Taken(partition, offset, record.at("/value/data").asText()));
        next.put(partition, offset + 1);
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}
