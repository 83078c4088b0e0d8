package io.ottla.http;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.ResponseEntity;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The body of one request, which may be answered before it was read: because it is too long, or because the answer did not
 * depend on it. Such an answer is sent at once, but ends only when the client has ended its body or the bounds of
 * {@link HttpLimits.Discard} are reached; Akka closes the connection afterwards. Closing it earlier would reset it, and a
 * client that sends all before it reads anything would never see the answer.
 */
final class RequestBody {
    private final ActorSystem<?> system;
    private final HttpRequest request;
    private final RequestBodyStage stage;

    private RequestBody(ActorSystem<?> system, HttpRequest request, RequestBodyStage stage) {
        this.system = system;
        this.request = request;
        this.stage = stage;
    }

    /** The body of a request as it came from the parser. Bodies that came with their head are whole and need no care. */
    static RequestBody of(ActorSystem<?> system, HttpRequest received, HttpLimits limits) {
        RequestEntity entity = received.entity();
        OptionalLong length = entity.getContentLengthOption();
        RequestBodyStage stage = new RequestBodyStage(length, expectsContinue(received), limits);
        Source<ByteString, Object> guarded =
                entity.withoutSizeLimit().getDataBytes().via(Flow.fromGraph(stage));
        RequestEntity replaced = length.isPresent()
                ? HttpEntities.create(entity.getContentType(), length.getAsLong(), guarded)
                : HttpEntities.createChunked(entity.getContentType(), guarded);
        return new RequestBody(system, received.withEntity(replaced), stage);
    }

    /** The request for the routes; they must read its body at most once. */
    HttpRequest request() {
        return request;
    }

    /** The routes' answer, ending not before the body. */
    HttpResponse answeredWith(HttpResponse answer) {
        HttpEntity entity = answer.entity();
        if (stage.ended().isDone() || entity.isKnownEmpty()) {
            return answer;
        }
        Source<ByteString, Object> lasting = entity.getDataBytes().concatLazy(rest());
        OptionalLong length = entity.getContentLengthOption();
        ResponseEntity replaced = length.isPresent()
                ? HttpEntities.create(entity.getContentType(), length.getAsLong(), lasting)
                : HttpEntities.createChunked(entity.getContentType(), lasting);
        return answer.withEntity(replaced);
    }

    /** Nothing, until there is no more to come from the client. */
    private Source<ByteString, ?> rest() {
        return Source.lazyCompletionStageSource(() -> discarded().thenApply(done -> Source.<ByteString>empty()));
    }

    private CompletionStage<Done> discarded() {
        CompletableFuture<Done> ended = stage.discard();
        if (!stage.isRead()) {
            if (expectsContinue(request)) {
                return CompletableFuture.completedFuture(Done.getInstance());
            }
            request.entity().getDataBytes().runWith(Sink.ignore(), system);
        }
        return ended;
    }

    private static boolean expectsContinue(HttpRequest request) {
        return request.getHeader("Expect").isPresent();
    }
}
