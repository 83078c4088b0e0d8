package io.ottla.multinode.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.multinode.http.HttpCalls.Answer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A member of a consumer group that reads and commits through whatever node answers. What it has been told to be committed must
 * not come again.
 */
final class MemberReader implements HttpReader {
    private final Dialect dialect;
    private final Map<Integer, Long> committed = new HashMap<>();

    MemberReader(Dialect dialect) {
        this.dialect = dialect;
    }

    /** How a version of the API says it. */
    interface Dialect {
        /** The records that come next. */
        Answer records(String node) throws IOException, InterruptedException;

        /** A record of the answer. */
        Taken taken(JsonNode record);

        /** Commits all before these offsets. */
        Answer commit(String node, Map<Integer, Long> next) throws IOException, InterruptedException;
    }

    @Override
    public void readAt(String node, Consumer<Taken> taken) throws IOException, InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            Answer answer = dialect.records(node).orTryElsewhere();
            require(answer.status() == 200, "records", answer);
            Map<Integer, Long> next = new HashMap<>();
            for (JsonNode record :
                    answer.json().isArray() ? answer.json() : answer.json().path("data")) {
                Taken one = dialect.taken(record);
                if (one.offset() < committed.getOrDefault(one.partition(), 0L)) {
                    throw new AssertionError(
                            one + " was given out again, although all before " + committed + " was committed");
                }
                taken.accept(one);
                next.merge(one.partition(), one.offset() + 1, Math::max);
            }
            if (!next.isEmpty()) {
                Answer done = dialect.commit(node, next).orTryElsewhere();
                require(done.status() / 100 == 2, "commit", done);
                committed.putAll(next);
            }
        }
        throw new InterruptedException();
    }

    private static void require(boolean holds, String what, Answer answer) {
        if (!holds) {
            throw new AssertionError(what + ": " + answer);
        }
    }

    /** Offsets as JSON, each written by this form of partition and offset. */
    static String offsets(String form, Map<Integer, Long> next, int shift) {
        return next.entrySet().stream()
                .map(entry -> form.formatted(entry.getKey(), entry.getValue() - shift))
                .collect(Collectors.joining(",", "{\"offsets\":[", "]}"));
    }
}
