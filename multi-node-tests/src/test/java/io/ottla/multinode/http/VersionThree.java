package io.ottla.multinode.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.multinode.http.HttpCalls.Answer;
import java.io.IOException;
import java.util.Map;

/** A member by the API's version 3. */
record VersionThree(String cluster, String group, String topic) implements MemberReader.Dialect {
    private static final String JSON = "application/json";

    /** Creates it. */
    Answer create(String node, String protocol) throws IOException, InterruptedException {
        String body = "{\"member_name\":\"me\",\"topics\":[\"%s\"],\"group_protocol\":\"%s\"}";
        return HttpCalls.post(node + members(), JSON, body.formatted(topic, protocol));
    }

    @Override
    public Answer records(String node) throws IOException, InterruptedException {
        return HttpCalls.get(node + members() + "/me/records?timeout_ms=2000&value_format=STRING", JSON);
    }

    @Override
    public Taken taken(JsonNode record) {
        return new Taken(
                record.path("partition_id").asInt(),
                record.path("offset").asLong(),
                record.at("/value/data").asText());
    }

    @Override
    public Answer commit(String node, Map<Integer, Long> next) throws IOException, InterruptedException {
        String form = "{\"topic_name\":\"" + topic + "\",\"partition_id\":%d,\"offset\":%d}";
        return HttpCalls.post(node + members() + "/me/offsets", JSON, MemberReader.offsets(form, next, 0));
    }

    private String members() {
        return cluster + "/consumer-groups/" + group + "/members";
    }
}
