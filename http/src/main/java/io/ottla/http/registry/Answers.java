package io.ottla.http.registry;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import io.ottla.registry.Outcome;
import io.ottla.registry.RegistryUnavailable;
import io.ottla.registry.SchemaRegistry;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.state.Decision;
import io.ottla.registry.state.RegistryImage;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the registry and makes HTTP answers of what it says. */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);
    private static final int STORE_FAILED = 50001;

    private final SchemaRegistry registry;

    Answers(SchemaRegistry registry) {
        this.registry = registry;
    }

    SchemaRegistry registry() {
        return registry;
    }

    /** Answers with what is read from the newest state. */
    CompletionStage<HttpResponse> read(Call call, Function<RegistryImage, JsonNode> question) {
        requireAcceptable(call);
        return answered(registry.read(question)).thenApply(answer -> json(call, answer));
    }

    /** Answers with plain text that is read from the newest state. */
    CompletionStage<HttpResponse> readText(Call call, Function<RegistryImage, String> question) {
        requireAcceptable(call);
        return answered(registry.read(question)).thenApply(answer -> text(call, answer));
    }

    /** Answers with what a command came to. */
    <T> CompletionStage<HttpResponse> write(
            Call call, Function<RegistryImage, Decision<T>> command, Function<T, JsonNode> shown) {
        requireAcceptable(call);
        return answered(registry.write(command)).thenApply(answer -> json(call, shown.apply(answer)));
    }

    /** What the registry answered; fails with a refusal if it refused. */
    private static <T> CompletionStage<T> answered(CompletionStage<Outcome<T>> outcome) {
        return outcome.handle((result, failure) -> {
            if (failure != null) {
                throw failed(failure);
            }
            if (result instanceof Outcome.Rejected<T> rejected) {
                throw Refusal.coded(
                        rejected.refusal().code(), rejected.refusal().message());
            }
            return ((Outcome.Done<T>) result).answer();
        });
    }

    private static RuntimeException failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RegistryUnavailable unavailable) {
            log.warn("the registry could not answer", unavailable);
            return Refusal.coded(STORE_FAILED, String.valueOf(unavailable.getMessage()));
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
    }

    /** Before anything is changed: whether the client will understand the answer. */
    static void requireAcceptable(Call call) {
        if (call.preferred(RegistryTypes.ANSWERS).isEmpty()) {
            throw Refusal.of(406, "HTTP 406 Not Acceptable");
        }
    }

    static HttpResponse json(Call call, JsonNode document) {
        return text(call, JsonText.compact(document));
    }

    private static HttpResponse text(Call call, String text) {
        return HttpResponse.create()
                .withEntity(HttpEntities.create(RegistryTypes.answer(call), ByteString.fromString(text)));
    }
}
