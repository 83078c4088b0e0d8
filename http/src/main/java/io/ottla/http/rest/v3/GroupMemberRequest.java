package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.member.state.Interest;
import io.ottla.http.rest.member.state.MemberSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads what a member of a group is created with. */
final class GroupMemberRequest {
    private static final long WAIT_MILLIS = 1_000;

    private GroupMemberRequest() {}

    static MemberSettings settings(JsonNode body) {
        Map<String, String> consumer = new HashMap<>();
        // A member that begins reads what is there, unless it is told otherwise: what was sent before it came is not
        // lost.
        consumer.put(
                "auto.offset.reset",
                oneOf(body, "auto_offset_reset", "earliest", Set.of("earliest", "latest", "none")));
        consumer.put(
                "isolation.level",
                oneOf(body, "isolation_level", "read_uncommitted", Set.of("read_committed", "read_uncommitted")));
        consumer.put("group.protocol", oneOf(body, "group_protocol", "classic", Set.of("classic", "consumer")));
        return new MemberSettings("", Fields.flag(body, "auto_commit"), 1, WAIT_MILLIS, consumer);
    }

    /** The topics that it names; empty if there are none. */
    static Optional<Interest> topics(JsonNode body) {
        List<String> topics = new ArrayList<>();
        for (JsonNode topic : Fields.list(body, "topics")) {
            if (!topic.isTextual() || topic.textValue().isBlank()) {
                throw Refusal.of(400, "The field topics must be a list of names");
            }
            topics.add(topic.textValue());
        }
        return topics.isEmpty() ? Optional.empty() : Optional.of(new Interest.Topics(topics));
    }

    static Interest interest(JsonNode body) {
        return topics(body).orElseGet(() -> matching(body));
    }

    private static Interest matching(JsonNode body) {
        String pattern = Fields.text(body, "topic_pattern").orElseThrow(() -> Fields.missing("topics"));
        try {
            return new Interest.Matching(Pattern.compile(pattern).pattern());
        } catch (PatternSyntaxException e) {
            throw Refusal.of(400, "The field topic_pattern is not a regular expression");
        }
    }

    private static String oneOf(JsonNode body, String field, String otherwise, Set<String> values) {
        String value = Fields.text(body, field).orElse(otherwise);
        if (!values.contains(value)) {
            throw Refusal.of(400, "The field " + field + " must be one of " + String.join(", ", values));
        }
        return value;
    }
}
