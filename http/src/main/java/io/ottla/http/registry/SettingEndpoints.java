package io.ottla.http.registry;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.state.Config;
import io.ottla.registry.state.Settings;
import io.ottla.registry.state.SubjectName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Configuration and modes of everything, of contexts and of subjects. */
final class SettingEndpoints {
    private final Answers answers;

    SettingEndpoints(Answers answers) {
        this.answers = answers;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get("/config", "Reads the configuration", this::config),
                Endpoint.put("/config", "Changes the configuration", this::putConfig),
                Endpoint.delete("/config", "Takes the configuration back", this::deleteConfig),
                Endpoint.get("/config/{subject}", "Reads a subject's configuration", this::config),
                Endpoint.put("/config/{subject}", "Changes a subject's configuration", this::putConfig),
                Endpoint.delete("/config/{subject}", "Takes a subject's configuration back", this::deleteConfig),
                Endpoint.get("/mode", "Reads the mode", this::mode),
                Endpoint.put("/mode", "Sets the mode", this::putMode),
                Endpoint.delete("/mode", "Takes the mode back", this::deleteMode),
                Endpoint.get("/mode/{subject}", "Reads a subject's mode", this::mode),
                Endpoint.put("/mode/{subject}", "Sets a subject's mode", this::putMode),
                Endpoint.delete("/mode/{subject}", "Takes a subject's mode back", this::deleteMode));
    }

    private CompletionStage<HttpResponse> config(Call call) {
        SubjectName scope = Paths.scope(call);
        boolean inherit = Paths.flag(call, "defaultToGlobal") || scope.name().isEmpty();
        return answers.read(call, image -> Documents.config(Settings.config(image, scope, inherit)));
    }

    private CompletionStage<HttpResponse> putConfig(Call call) {
        SubjectName scope = Paths.scope(call);
        return Bodies.object(call)
                .thenCompose(body -> answers.write(
                        call, image -> Settings.putConfig(image, scope, body), config -> echo(body, config)));
    }

    /** The request again, with the level as it was understood. */
    private static JsonNode echo(ObjectNode request, Config config) {
        ObjectNode result = JsonText.object();
        config.inOrder((field, value) -> {
            boolean level = field.equals(Config.LEVEL);
            if (level && (request.has("compatibility") || request.has(Config.LEVEL))) {
                result.set("compatibility", value);
            } else if (!level && request.has(field)) {
                result.set(field, value);
            }
        });
        return result;
    }

    private CompletionStage<HttpResponse> deleteConfig(Call call) {
        return answers.write(call, image -> Settings.deleteConfig(image, Paths.scope(call)), Documents::config);
    }

    private CompletionStage<HttpResponse> mode(Call call) {
        SubjectName scope = Paths.scope(call);
        boolean inherit = Paths.flag(call, "defaultToGlobal") || scope.name().isEmpty();
        return answers.read(call, image -> Documents.mode(Settings.mode(image, scope, inherit)));
    }

    private CompletionStage<HttpResponse> putMode(Call call) {
        SubjectName scope = Paths.scope(call);
        boolean force = Paths.flag(call, "force");
        return Bodies.object(call)
                .thenCompose(body -> answers.write(
                        call,
                        image ->
                                Settings.putMode(image, scope, body.path("mode").asText(), force),
                        Documents::mode));
    }

    private CompletionStage<HttpResponse> deleteMode(Call call) {
        return answers.write(
                call,
                image -> Settings.deleteMode(image, Paths.scope(call), Paths.flag(call, "recursive")),
                Documents::mode);
    }
}
