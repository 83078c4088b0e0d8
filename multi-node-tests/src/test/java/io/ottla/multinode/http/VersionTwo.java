package io.ottla.multinode.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.multinode.http.HttpCalls.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** A consumer instance by the API's version 2. */
record VersionTwo(String group, String topic) implements MemberReader.Dialect {
    private static final String TYPE = "application/vnd.kafka.v2+json";

    /** Creates and subscribes it. */
    Answer create(String node) throws IOException, InterruptedException {
        String body = "{\"name\":\"me\",\"auto.offset.reset\":\"earliest\",\"auto.commit.enable\":\"false\"}";
        Answer created = HttpCalls.post(node + "/consumers/" + group, TYPE, body);
        return created.status() == 200
                ? HttpCalls.post(node + instance() + "/subscription", TYPE, "{\"topics\":[\"" + topic + "\"]}")
                : created;
    }

    @Override
    public Answer records(String node) throws IOException, InterruptedException {
        return HttpCalls.get(node + instance() + "/records?timeout=2000", "application/vnd.kafka.binary.v2+json");
    }

    @Override
    public Taken taken(JsonNode record) {
        byte[] value = Base64.getDecoder().decode(record.path("value").asText());
        return new Taken(
                record.path("partition").asInt(),
                record.path("offset").asLong(),
                new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public Answer commit(String node, Map<Integer, Long> next) throws IOException, InterruptedException {
        String form = "{\"topic\":\"" + topic + "\",\"partition\":%d,\"offset\":%d}";
        // Version 2 names the last record that was read, not the next one.
        return HttpCalls.post(node + instance() + "/offsets", TYPE, MemberReader.offsets(form, next, 1));
    }

    private String instance() {
        return "/consumers/" + group + "/instances/me";
    }
}
