package io.ottla.http.registry;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.state.Lookups;
import io.ottla.registry.state.Refused;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.SchemaVersion;
import io.ottla.registry.state.SubjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Schemas wherever they are registered: by id, by guid, and lists of all. */
final class SchemaEndpoints {
    private static final String ID = "/schemas/ids/{id}";

    private final Answers answers;
    private final SchemaTexts texts;

    SchemaEndpoints(Answers answers) {
        this.answers = answers;
        this.texts = new SchemaTexts(answers.registry().schemas());
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get("/schemas", "Lists schemas", this::list),
                Endpoint.get(ID, "Reads a schema by its id", this::byId),
                Endpoint.get(ID + "/schema", "Reads the text of a schema by its id", this::textById),
                Endpoint.get(ID + "/subjects", "Lists the subjects that use an id", this::subjects),
                Endpoint.get(ID + "/versions", "Lists the versions that use an id", this::versions),
                Endpoint.get("/schemas/guids/{guid}", "Reads a schema by its guid", this::byGuid),
                Endpoint.get("/schemas/guids/{guid}/ids", "Lists the ids of a guid", this::idsOfGuid));
    }

    private CompletionStage<HttpResponse> list(Call call) {
        Predicate<SubjectName> wanted = Paths.prefix(call, "");
        Lookups.Seen seen = Paths.seen(call);
        boolean latestOnly = Paths.flag(call, "latestOnly");
        boolean aliases = Paths.flag(call, "aliases");
        Optional<String> ruleType = call.query("ruleType").filter(type -> !type.isEmpty());
        return answers.read(call, image -> {
            List<SchemaVersion> all = image.all()
                    .filter(schema -> wanted.test(schema.subject()) && seen.sees(schema))
                    .filter(schema ->
                            ruleType.map(type -> Lookups.hasRule(schema, type)).orElse(true))
                    .toList();
            List<ObjectNode> page = Paths.page(call, latestOnly ? latest(all) : all).stream()
                    .map(schema -> aliases ? withAliases(image, schema) : listed(schema))
                    .toList();
            return Documents.list(page);
        });
    }

    private static ObjectNode listed(SchemaVersion schema) {
        return Documents.version(schema, schema.content().text());
    }

    private static ObjectNode withAliases(RegistryImage image, SchemaVersion schema) {
        ObjectNode document = listed(schema);
        image.aliases(schema.subject())
                .forEach(alias -> document.withArray("/aliases").add(alias.qualified()));
        return document;
    }

    private static List<SchemaVersion> latest(List<SchemaVersion> all) {
        Map<SubjectName, SchemaVersion> result = new LinkedHashMap<>();
        all.forEach(schema -> result.put(schema.subject(), schema));
        return new ArrayList<>(result.values());
    }

    /** What an id means does not change: if it is known it is answered without asking the cluster. */
    private CompletionStage<HttpResponse> byId(Call call) {
        int id = call.number("id");
        SubjectName asked = Paths.asked(call);
        boolean plain = SchemaTexts.format(call).isEmpty()
                && !Paths.flag(call, "fetchMaxId")
                && !SchemaTexts.areTagsWanted(call);
        RegistryImage seen = answers.registry().seen();
        Optional<SchemaVersion> known = plain ? Lookups.byId(seen, asked, id) : Optional.empty();
        if (known.isPresent() && !known.get().deleted()) {
            Answers.requireAcceptable(call);
            SchemaVersion schema = known.get();
            return CompletableFuture.completedFuture(
                    Answers.json(call, Documents.byId(schema, schema.content().text())));
        }
        return answers.read(call, image -> {
            SchemaVersion schema = Lookups.byId(image, asked, id).orElseThrow(() -> Refused.schemaNotFound(id));
            ObjectNode result =
                    texts.withTags(Documents.byId(schema, texts.of(image, schema, call)), image, schema, call);
            return Paths.flag(call, "fetchMaxId") ? result.put("maxId", image.highestId(asked.context())) : result;
        });
    }

    private CompletionStage<HttpResponse> textById(Call call) {
        int id = call.number("id");
        return answers.readText(call, image -> {
            SchemaVersion schema =
                    Lookups.byId(image, Paths.asked(call), id).orElseThrow(() -> Refused.schemaNotFound(id));
            return texts.of(image, schema, call);
        });
    }

    private CompletionStage<HttpResponse> subjects(Call call) {
        int id = call.number("id");
        return answers.read(
                call,
                image -> Documents.texts(Paths.page(
                        call,
                        Lookups.uses(image, Paths.asked(call), id, Paths.flag(call, "deleted")).stream()
                                .map(use -> use.subject().qualified())
                                .distinct()
                                .sorted()
                                .toList())));
    }

    private CompletionStage<HttpResponse> versions(Call call) {
        int id = call.number("id");
        return answers.read(call, image -> {
            List<JsonNode> uses = new ArrayList<>();
            Lookups.uses(image, Paths.asked(call), id, Paths.flag(call, "deleted"))
                    .forEach(use -> uses.add(JsonText.object()
                            .put("subject", use.subject().qualified())
                            .put("version", use.version())));
            return Documents.list(Paths.page(call, uses));
        });
    }

    private CompletionStage<HttpResponse> byGuid(Call call) {
        UUID guid = guid(call);
        return answers.read(call, image -> {
            SchemaVersion schema = Lookups.byGuid(image, guid).orElseThrow(() -> Refused.schemaNotFound(guid));
            return Documents.byId(schema, texts.of(image, schema, call));
        });
    }

    private CompletionStage<HttpResponse> idsOfGuid(Call call) {
        UUID guid = guid(call);
        return answers.read(call, image -> {
            List<JsonNode> ids = new ArrayList<>();
            image.idsOf(guid)
                    .forEach((context, id) ->
                            ids.add(JsonText.object().put("context", context).put("id", id)));
            return Documents.list(ids);
        });
    }

    private static UUID guid(Call call) {
        try {
            return UUID.fromString(call.parameter("guid"));
        } catch (IllegalArgumentException e) {
            throw Refusal.coded(40403, "Schema " + call.parameter("guid") + " not found");
        }
    }
}
