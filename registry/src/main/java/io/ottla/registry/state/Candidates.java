package io.ottla.registry.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.schema.Reference;
import io.ottla.registry.schema.TagChange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes candidates of what clients send, and finds out whether they are there already. */
final class Candidates {
    /** The version that asks for the latest one. */
    private static final int LATEST = -1;

    private final SchemaReader reader;

    Candidates(SchemaReader reader) {
        this.reader = reader;
    }

    /** Understands what is to be registered or compared. */
    Candidate complete(
            RegistryImage image, SubjectName subject, SchemaContent sent, boolean normalize, TagChange tags) {
        Optional<SchemaVersion> latest = image.latest(subject);
        Config config = image.config(subject);
        SchemaContent named = sent.text().isBlank() && latest.isPresent()
                ? withTextOf(sent, latest.get().content())
                : sent;
        @Nullable
        JsonNode metadata = named.metadata() != null
                ? named.metadata()
                : latest.map(schema -> schema.content().metadata()).orElse(null);
        @Nullable
        JsonNode ruleSet = named.ruleSet() != null
                ? named.ruleSet()
                : latest.map(schema -> schema.content().ruleSet()).orElse(null);
        SchemaContent completed = new SchemaContent(
                named.type(),
                named.text(),
                named.references(),
                Metadata.merged(config.document("defaultMetadata"), metadata, config.document("overrideMetadata")),
                RuleSets.merged(config.document("defaultRuleSet"), ruleSet, config.document("overrideRuleSet")));
        boolean normalized = normalize || config.flag("normalize");
        Candidate candidate = understood(image, subject, completed, normalized);
        return tags.isEmpty() ? candidate : understood(image, subject, retagged(candidate, tags), normalized);
    }

    private static SchemaContent retagged(Candidate candidate, TagChange tags) {
        try {
            return candidate.content().withText(candidate.parsed().retagged(tags));
        } catch (InvalidSchema noSuchPlace) {
            throw Refused.invalidSchema(String.valueOf(noSuchPlace.getMessage()));
        }
    }

    /** Understands what is to be looked up: nothing is added. */
    Candidate asSent(RegistryImage image, SubjectName subject, SchemaContent sent, boolean normalize) {
        return understood(
                image, subject, sent, normalize || image.config(subject).flag("normalize"));
    }

    private Candidate understood(RegistryImage image, SubjectName subject, SchemaContent sent, boolean normalize) {
        List<Reference> references = sent.references().stream()
                .map(reference -> withVersion(image, subject, reference))
                .toList();
        SchemaContent content =
                new SchemaContent(sent.type(), sent.text(), references, sent.metadata(), sent.ruleSet());
        ParsedSchema parsed = reader.readNew(image, subject, content);
        String text = normalize ? parsed.normalizedText() : parsed.canonicalText();
        return new Candidate(content.withText(text), parsed);
    }

    private static Reference withVersion(RegistryImage image, SubjectName subject, Reference reference) {
        if (reference.version() != LATEST) {
            return reference;
        }
        int latest = image.latest(SubjectName.within(subject.context(), reference.subject()))
                .map(SchemaVersion::version)
                .orElse(LATEST);
        return new Reference(reference.name(), reference.subject(), latest);
    }

    private static SchemaContent withTextOf(SchemaContent sent, SchemaContent latest) {
        return new SchemaContent(latest.type(), latest.text(), latest.references(), sent.metadata(), sent.ruleSet());
    }

    /** Whether a version is the candidate; metadata and rules count only where the candidate has them. */
    boolean isSame(RegistryImage image, Candidate candidate, SchemaVersion schema) {
        SchemaContent wanted = candidate.content();
        SchemaContent present = schema.content();
        return wanted.type() == present.type()
                && wanted.references().equals(present.references())
                && (wanted.metadata() == null || wanted.metadata().equals(present.metadata()))
                && (wanted.ruleSet() == null || wanted.ruleSet().equals(present.ruleSet()))
                && (wanted.text().equals(present.text()) || isSameOtherwiseWritten(image, wanted.text(), schema));
    }

    /** Other registries may have kept the text in another form. */
    private boolean isSameOtherwiseWritten(RegistryImage image, String text, SchemaVersion schema) {
        try {
            return text.equals(reader.read(image, schema).canonicalText());
        } catch (Refused unreadable) {
            return false;
        }
    }
}
