package io.ottla.http.rest.stream;

import akka.http.javadsl.model.HttpResponse;
import io.ottla.http.endpoint.Call;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Answers calls for a topic's records. */
public final class StreamEndpoints {
    private final RecordStreams streams;

    /** Answers from these streams. */
    public StreamEndpoints(RecordStreams streams) {
        this.streams = streams;
    }

    /** All partitions of the topic, or those that the query names. */
    public CompletionStage<HttpResponse> ofTopic(Call call) {
        return open(call, Optional.empty());
    }

    /** The partition in the path. */
    public CompletionStage<HttpResponse> ofPartition(Call call) {
        return open(call, Optional.of(call.number("partition_id")));
    }

    private CompletionStage<HttpResponse> open(Call call, Optional<Integer> partition) {
        return streams.open(call, call.parameter("topic_name"), partition)
                .thenApply(opened -> StreamAnswer.of(call, Optional.of(opened.positions()), opened.records()));
    }
}
