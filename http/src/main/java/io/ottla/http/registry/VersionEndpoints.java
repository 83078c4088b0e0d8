package io.ottla.http.registry;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.registry.state.Deletions;
import io.ottla.registry.state.Lookups;
import io.ottla.registry.state.Registration;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.SchemaVersion;
import io.ottla.registry.state.SubjectName;
import io.ottla.registry.state.Tagging;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Versions of a subject: registering, reading, deleting. */
final class VersionEndpoints {
    private static final String VERSIONS = "/subjects/{subject}/versions";
    private static final String VERSION = VERSIONS + "/{version}";

    private final Answers answers;
    private final Lookups lookups;
    private final SchemaTexts texts;
    private final Registration registration;

    VersionEndpoints(Answers answers) {
        this.answers = answers;
        this.lookups = new Lookups(answers.registry().schemas());
        this.texts = new SchemaTexts(answers.registry().schemas());
        this.registration = new Registration(
                answers.registry().schemas(), answers.registry().settings().schemaLimit());
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get(VERSIONS, "Lists the versions of a subject", this::list),
                Endpoint.post(VERSIONS, "Registers a schema", this::register),
                Endpoint.get(VERSION, "Reads a version", this::read),
                Endpoint.delete(VERSION, "Deletes a version", this::delete),
                Endpoint.get(VERSION + "/schema", "Reads the text of a version", this::text),
                Endpoint.post(VERSION + "/tags", "Registers a version with other tags, metadata or rules", this::retag),
                Endpoint.get(
                        VERSION + "/referencedby",
                        "Lists the ids of schemas that refer to a version",
                        this::referrers));
    }

    private CompletionStage<HttpResponse> list(Call call) {
        boolean negative = Paths.flag(call, "deletedAsNegative");
        Lookups.Seen seen = negative ? Lookups.Seen.ALL : Paths.seen(call);
        return answers.read(
                call,
                image -> Documents.numbers(Paths.page(
                        call,
                        lookups.versions(image, Paths.subject(call), seen).stream()
                                .map(schema -> negative && schema.deleted() ? -schema.version() : schema.version())
                                .toList())));
    }

    private CompletionStage<HttpResponse> register(Call call) {
        SubjectName subject = Paths.subject(call);
        return Bodies.object(call)
                .thenCompose(body -> answers.write(
                        call,
                        image -> registration.register(
                                image, Bodies.registration(subject, body, Paths.flag(call, "normalize"))),
                        schema -> registered(call, schema)));
    }

    private CompletionStage<HttpResponse> retag(Call call) {
        return Bodies.object(call)
                .thenCompose(body -> answers.write(
                        call,
                        image -> registration.register(
                                image, Tagging.request(version(call, image), TagBodies.newVersion(body))),
                        schema -> registered(call, schema)));
    }

    /** What was registered is in every image from now on. */
    private JsonNode registered(Call call, SchemaVersion schema) {
        return Documents.registered(schema, texts.of(answers.registry().seen(), schema, call));
    }

    private CompletionStage<HttpResponse> read(Call call) {
        return answers.read(call, image -> {
            SchemaVersion schema = version(call, image);
            return texts.withTags(Documents.version(schema, texts.of(image, schema, call)), image, schema, call);
        });
    }

    private CompletionStage<HttpResponse> text(Call call) {
        return answers.readText(call, image -> texts.of(image, version(call, image), call));
    }

    private CompletionStage<HttpResponse> referrers(Call call) {
        Lookups.Seen seen = Paths.flag(call, "deleted") ? Lookups.Seen.ALL : Lookups.Seen.LIVE;
        return answers.read(
                call,
                image -> Documents.numbers(Paths.page(
                        call,
                        image.referrers(version(call, image).key(), seen).stream()
                                .map(SchemaVersion::id)
                                .distinct()
                                .sorted()
                                .toList())));
    }

    private CompletionStage<HttpResponse> delete(Call call) {
        return answers.write(
                call,
                image -> Deletions.version(
                        image, Paths.subject(call), call.parameter("version"), Paths.flag(call, "permanent")),
                IntNode::valueOf);
    }

    private SchemaVersion version(Call call, RegistryImage image) {
        return lookups.version(image, Paths.subject(call), call.parameter("version"), Paths.flag(call, "deleted"));
    }
}
