package io.ottla.http.registry;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.state.Registration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Whether a schema could be registered, without registering it. */
final class CompatibilityEndpoints {
    private static final String VERSIONS = "/compatibility/subjects/{subject}/versions";

    private final Answers answers;
    private final Registration registration;

    CompatibilityEndpoints(Answers answers) {
        this.answers = answers;
        this.registration = new Registration(
                answers.registry().schemas(), answers.registry().settings().schemaLimit());
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.post(
                        VERSIONS, "Compares a schema with those that registering would compare it with", this::withAll),
                Endpoint.post(VERSIONS + "/{version}", "Compares a schema with one version", this::withOne));
    }

    private CompletionStage<HttpResponse> withAll(Call call) {
        return Bodies.object(call)
                .thenCompose(body -> answers.read(
                        call,
                        image -> verdict(
                                call,
                                registration.problems(
                                        image,
                                        Paths.subject(call),
                                        Bodies.content(body),
                                        Paths.flag(call, "normalize")))));
    }

    private CompletionStage<HttpResponse> withOne(Call call) {
        return Bodies.object(call)
                .thenCompose(body -> answers.read(
                        call,
                        image -> verdict(
                                call,
                                registration.problemsWith(
                                        image,
                                        Paths.subject(call),
                                        call.parameter("version"),
                                        Bodies.content(body),
                                        Paths.flag(call, "normalize")))));
    }

    private static JsonNode verdict(Call call, List<String> problems) {
        ObjectNode result = JsonText.object().put("is_compatible", problems.isEmpty());
        if (Paths.flag(call, "verbose")) {
            result.set("messages", Documents.texts(problems));
        }
        return result;
    }
}
