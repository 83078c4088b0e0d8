package io.ottla.http.registry;

import akka.http.javadsl.model.HttpResponse;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.registry.state.Deletions;
import io.ottla.registry.state.Lookups;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.SchemaVersion;
import io.ottla.registry.state.SubjectName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Subjects as a whole: listing, lookup of a schema, deletion. */
final class SubjectEndpoints {
    private final Answers answers;
    private final Lookups lookups;
    private final SchemaTexts texts;

    SubjectEndpoints(Answers answers) {
        this.answers = answers;
        this.lookups = new Lookups(answers.registry().schemas());
        this.texts = new SchemaTexts(answers.registry().schemas());
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get("/subjects", "Lists the subjects", this::list),
                Endpoint.post("/subjects/{subject}", "Finds a schema under a subject", this::find),
                Endpoint.delete("/subjects/{subject}", "Deletes a subject", this::delete),
                Endpoint.get(
                        "/subjects/{subject}/metadata", "Finds the latest version with some metadata", this::metadata));
    }

    private CompletionStage<HttpResponse> list(Call call) {
        Predicate<SubjectName> wanted = Paths.prefix(call, ":*:");
        Lookups.Seen seen = Paths.seen(call);
        return answers.read(
                call,
                image -> Documents.texts(Paths.page(
                        call,
                        image.subjects().stream()
                                .filter(wanted)
                                .filter(subject -> isSeen(image, subject, seen))
                                .map(SubjectName::qualified)
                                .sorted()
                                .toList())));
    }

    /** A subject counts as deleted when all of its versions are. */
    private static boolean isSeen(RegistryImage image, SubjectName subject, Lookups.Seen seen) {
        boolean live = !image.liveVersions(subject).isEmpty();
        return seen == Lookups.Seen.ALL || live == (seen == Lookups.Seen.LIVE);
    }

    private CompletionStage<HttpResponse> find(Call call) {
        return Bodies.object(call)
                .thenCompose(body -> answers.read(call, image -> {
                    SchemaVersion found = lookups.find(
                            image,
                            Paths.subject(call),
                            Bodies.content(body),
                            Paths.flag(call, "normalize"),
                            Paths.flag(call, "deleted"));
                    return Documents.found(found, texts.of(image, found, call));
                }));
    }

    private CompletionStage<HttpResponse> delete(Call call) {
        return answers.write(
                call,
                image -> Deletions.subject(image, Paths.subject(call), Paths.flag(call, "permanent")),
                Documents::numbers);
    }

    private CompletionStage<HttpResponse> metadata(Call call) {
        List<String> keys = call.request().getUri().query().getAll("key");
        List<String> values = call.request().getUri().query().getAll("value");
        Map<String, String> wanted = new LinkedHashMap<>();
        for (int index = 0; index < Math.min(keys.size(), values.size()); index++) {
            // Akka gives the values of a name last first, of both names alike.
            wanted.put(keys.get(index), values.get(index));
        }
        return answers.read(call, image -> {
            SchemaVersion found =
                    lookups.withProperties(image, Paths.subject(call), wanted, Paths.flag(call, "deleted"));
            return Documents.version(found, texts.of(image, found, call));
        });
    }
}
