package io.ottla.registry.state;

import io.ottla.registry.schema.TagChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Registers schemas. */
public final class Registration {
    private final int textLimit;
    private final Candidates candidates;
    private final CompatibilityCheck compatibility;

    /**
     * With a limit.
     *
     * @param textLimit the longest schema, in characters
     */
    public Registration(SchemaReader reader, int textLimit) {
        this.textLimit = textLimit;
        this.candidates = new Candidates(reader);
        this.compatibility = new CompatibilityCheck(reader);
    }

    /**
     * A schema to register.
     *
     * @param subject the subject
     * @param content as sent
     * @param id the id it must have; only where schemas are imported
     * @param version the version it must have
     * @param normalize whether to keep it normalized
     * @param tags changes of the tags in its text
     */
    public record Request(
            SubjectName subject,
            SchemaContent content,
            OptionalInt id,
            OptionalInt version,
            boolean normalize,
            TagChange tags) {
        /** A schema as it is, with the next id and version. */
        public static Request of(SubjectName subject, SchemaContent content) {
            return new Request(subject, content, OptionalInt.empty(), OptionalInt.empty(), false, TagChange.NONE);
        }
    }

    /**
     * What registering comes to: the version that holds the schema, an older one if the subject has it already.
     *
     * @throws Refused if it may not be registered
     */
    public Decision<SchemaVersion> register(RegistryImage image, Request request) {
        SubjectName subject = image.aliased(request.subject());
        requireSubject(subject);
        if (request.content().text().length() > textLimit) {
            throw Refused.schemaTooLarge(textLimit);
        }
        Candidate candidate =
                candidates.complete(image, subject, request.content(), request.normalize(), request.tags());
        Optional<SchemaVersion> same = same(image, subject, candidate);
        if (same.isPresent() && isAsked(request, same.get())) {
            return new Decision<>(List.of(), same.get());
        }
        requireMode(image, subject, request.id());
        return request.id().isPresent()
                ? imported(image, subject, candidate, request)
                : appended(image, subject, candidate, request);
    }

    /** What is wrong with registering this; empty if nothing is. */
    public List<String> problems(RegistryImage image, SubjectName asked, SchemaContent content, boolean normalize) {
        SubjectName subject = image.aliased(asked);
        return compatibility.problems(
                image, subject, candidates.complete(image, subject, content, normalize, TagChange.NONE));
    }

    /**
     * What is wrong with this beside one version; empty if nothing is.
     *
     * @param version a number, or the word latest; without any latest there is nothing to compare with
     * @throws Refused if there is no such version
     */
    public List<String> problemsWith(
            RegistryImage image, SubjectName asked, String version, SchemaContent content, boolean normalize) {
        SubjectName subject = image.aliased(asked);
        Candidate candidate = candidates.complete(image, subject, content, normalize, TagChange.NONE);
        if (Versions.isLatest(version)) {
            return image.latest(subject)
                    .map(latest -> compatibility.problemsWith(image, latest, candidate))
                    .orElse(List.of());
        }
        int number = Versions.number(version);
        SchemaVersion schema = image.version(new VersionKey(subject, number))
                .filter(found -> !found.deleted())
                .orElseThrow(() -> Refused.versionNotFound(number));
        return compatibility.problemsWith(image, schema, candidate);
    }

    private static void requireSubject(SubjectName subject) {
        String name = subject.name();
        if (name.isBlank() || name.equals("__GLOBAL") || name.equals("__EMPTY")) {
            throw Refused.invalidSubject(subject);
        }
    }

    /** The newest live version with this content. */
    private Optional<SchemaVersion> same(RegistryImage image, SubjectName subject, Candidate candidate) {
        return image.liveVersions(subject).stream()
                .filter(schema -> candidates.isSame(image, candidate, schema))
                .filter(schema ->
                        candidate.content().withText("").equals(schema.content().withText("")))
                .reduce((older, newer) -> newer);
    }

    private static boolean isAsked(Request request, SchemaVersion same) {
        boolean version = request.version().isEmpty() || request.version().getAsInt() == same.version();
        return version && (request.id().isEmpty() || request.id().getAsInt() == same.id());
    }

    private static void requireMode(RegistryImage image, SubjectName subject, OptionalInt id) {
        Mode mode = image.mode(subject);
        String place = "Subject " + subject.name() + " in context " + subject.context();
        if (mode.isReadOnly()) {
            throw Refused.notPermitted(place + " is in read-only mode");
        }
        if (id.isPresent() && mode != Mode.IMPORT) {
            throw Refused.notPermitted(place + " is not in import mode");
        }
        if (id.isEmpty() && mode == Mode.IMPORT) {
            throw Refused.notPermitted(place + " is in import mode: the schema must come with its id");
        }
    }

    private Decision<SchemaVersion> appended(
            RegistryImage image, SubjectName subject, Candidate candidate, Request request) {
        List<String> problems = compatibility.problems(image, subject, candidate);
        if (!problems.isEmpty()) {
            throw Refused.incompatible(subject, problems.toString());
        }
        int version = nextVersion(image, subject);
        if (request.version().isPresent() && request.version().getAsInt() != version) {
            throw Refused.invalidSchema("version " + request.version().getAsInt() + " is not the next one, " + version);
        }
        ContextIds ids = image.ids(subject.context());
        int id = ids.idOf(candidate.content()).orElse(ids.highest() + 1);
        if (id <= 0) {
            throw Refused.notPermitted("All ids of context " + subject.context() + " have been used");
        }
        return put(image, new SchemaVersion(subject, version, id, candidate.content(), false, 0));
    }

    private static Decision<SchemaVersion> imported(
            RegistryImage image, SubjectName subject, Candidate candidate, Request request) {
        int id = request.id().getAsInt();
        boolean taken = image.uses(subject.context(), id).stream()
                .anyMatch(use -> !use.content().equals(candidate.content()));
        if (taken) {
            throw Refused.notPermitted("Overwrite new schema with id " + id + " is not permitted.");
        }
        int version = request.version().orElse(nextVersion(image, subject));
        Optional<SchemaVersion> before = image.version(new VersionKey(subject, version));
        if (before.isPresent() && before.get().id() != id) {
            throw Refused.idDoesNotMatch(id, before.get().id());
        }
        return put(image, new SchemaVersion(subject, version, id, candidate.content(), false, 0));
    }

    private static int nextVersion(RegistryImage image, SubjectName subject) {
        return image.versions(subject).stream()
                        .mapToInt(SchemaVersion::version)
                        .max()
                        .orElse(0)
                + 1;
    }

    private static Decision<SchemaVersion> put(RegistryImage image, SchemaVersion schema) {
        List<LogEntry> entries = new ArrayList<>();
        String context = schema.subject().context();
        if (!image.contexts().contains(context)) {
            entries.add(new LogEntry.ContextPut(context));
        }
        entries.add(new LogEntry.SchemaPut(schema));
        return new Decision<>(entries, schema);
    }
}
