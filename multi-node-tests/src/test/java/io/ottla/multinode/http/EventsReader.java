package io.ottla.multinode.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/** A topic as server-sent events, resumed by {@code Last-Event-ID} as a browser's {@code EventSource} does. */
final class EventsReader implements HttpReader {
    private final EndlessAnswer answer = new EndlessAnswer();
    private final String path;
    private String lastId = "";

    EventsReader(String path) {
        this.path = path;
    }

    @Override
    public void readAt(String node, Consumer<Taken> taken) throws IOException, InterruptedException {
        String url = node + path + "?from=beginning&value_format=STRING";
        String[] headers = lastId.isEmpty()
                ? new String[] {"Accept", "text/event-stream"}
                : new String[] {"Accept", "text/event-stream", "Last-Event-ID", lastId};
        try (BufferedReader lines = answer.open(url, headers)) {
            read(lines, taken);
        }
    }

    /** An event counts once the blank line behind it is there: of one that was cut off neither id nor data do. */
    private void read(BufferedReader lines, Consumer<Taken> taken) throws IOException {
        String id = lastId;
        String data = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && !data.isEmpty()) {
                JsonNode record = HttpCalls.parse(data);
                taken.accept(new Taken(
                        record.path("partition_id").asInt(),
                        record.path("offset").asLong(),
                        record.at("/value/data").asText()));
                lastId = id;
                data = "";
            }
        }
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}
