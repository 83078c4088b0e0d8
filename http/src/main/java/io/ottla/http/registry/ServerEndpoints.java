package io.ottla.http.registry;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.state.Deletions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The registry itself: its contexts, what it understands, what it is. */
final class ServerEndpoints {
    private final Answers answers;

    ServerEndpoints(Answers answers) {
        this.answers = answers;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get("/", "Answers, if nothing else", ServerEndpoints::root),
                Endpoint.get("/schemas/types", "Lists the languages of schemas", ServerEndpoints::types),
                Endpoint.get("/contexts", "Lists the contexts", this::contexts),
                Endpoint.delete("/contexts/{context}", "Forgets an empty context", this::deleteContext),
                Endpoint.get("/v1/metadata/id", "Tells which cluster this is", this::id),
                Endpoint.get("/v1/metadata/version", "Tells the version", ServerEndpoints::version),
                Endpoint.get("/v1/metadata/deployment", "Tells how this is run", ServerEndpoints::deployment));
    }

    /** The REST proxy's version 2 has the same answer at the same place. */
    private static CompletionStage<HttpResponse> root(Call call) {
        boolean isOurs = call.preferred(RegistryTypes.ANSWERS).isPresent() || !call.accepts(RegistryTypes.PROXY);
        HttpResponse answer = Answers.json(call, JsonText.object());
        return now(
                isOurs
                        ? answer
                        : answer.withEntity(HttpEntities.create(
                                RegistryTypes.PROXY.toContentType(), JsonText.compact(JsonText.object()))));
    }

    private static CompletionStage<HttpResponse> types(Call call) {
        return now(Answers.json(call, Documents.texts(List.of("JSON", "PROTOBUF", "AVRO"))));
    }

    private CompletionStage<HttpResponse> contexts(Call call) {
        String prefix = call.query("contextPrefix").orElse("");
        return answers.read(
                call,
                image -> Documents.texts(Paths.page(
                        call,
                        image.contexts().stream()
                                .filter(name -> name.startsWith(prefix))
                                .toList())));
    }

    private CompletionStage<HttpResponse> deleteContext(Call call) {
        String context = Paths.context(call);
        return answers.write(call, image -> Deletions.context(image, context), TextNode::valueOf)
                .thenApply(done -> HttpResponse.create().withStatus(StatusCodes.NO_CONTENT));
    }

    private CompletionStage<HttpResponse> id(Call call) {
        return answers.read(call, image -> {
            ObjectNode result = JsonText.object();
            ObjectNode scope = result.putObject("scope");
            scope.putArray("path");
            scope.putObject("clusters")
                    .put("kafka-cluster", answers.registry().cluster().orElse(""))
                    .put("schema-registry-cluster", "schema-registry");
            return result;
        });
    }

    private static CompletionStage<HttpResponse> version(Call call) {
        String version = ServerEndpoints.class.getPackage().getImplementationVersion();
        return now(Answers.json(
                call,
                JsonText.object().put("version", version == null ? "" : version).put("commitId", "")));
    }

    private static CompletionStage<HttpResponse> deployment(Call call) {
        ObjectNode result = JsonText.object();
        result.putArray("attributes");
        return now(Answers.json(call, result));
    }

    private static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
