package io.ottla.http.rest.stream;

import akka.http.javadsl.model.HttpResponse;
import io.ottla.http.endpoint.Call;
import io.ottla.http.rest.format.RecordJson;
import io.ottla.http.rest.format.SchemaFormats;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Answers calls for a topic's records. */
public final class StreamEndpoints {
    private final RecordStreams streams;
    private final Optional<SchemaFormats> schemas;

    /**
     * Answers from these streams.
     *
     * @param schemas the formats that need a schema, if a registry is at hand
     */
    public StreamEndpoints(RecordStreams streams, Optional<SchemaFormats> schemas) {
        this.streams = streams;
        this.schemas = schemas;
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
        RecordJson format = RecordJson.of(call, schemas);
        return streams.open(call, call.parameter("topic_name"), partition)
                .thenApply(opened -> StreamAnswer.of(call, Optional.of(opened.positions()), format, opened.records()));
    }
}
