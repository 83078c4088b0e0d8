package io.ottla.http.endpoint;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/** Answers the calls of one endpoint. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a call. Runs on the dispatcher that serves requests, so it must not block.
     *
     * @throws Refusal to answer with an error body; failing the stage with one is the same
     */
    CompletionStage<HttpResponse> handle(Call call);
}
