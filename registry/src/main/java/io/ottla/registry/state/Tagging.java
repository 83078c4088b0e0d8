package io.ottla.registry.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.TagChange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Makes a new version of a registered schema, with other tags, metadata or rules. */
public final class Tagging {
    private static final String VERSION_PROPERTY = "confluent:version";

    private Tagging() {}

    /**
     * What is to be changed.
     *
     * @param tags in the text
     * @param newVersion the version to be made, which then stands in its metadata too; the next one if none is given
     * @param metadata instead of the old one, if given
     * @param ruleSet instead of the old one, if given
     * @param rulesToMerge rules that are added, or replace those of their names
     * @param rulesToRemove the names of rules that go
     */
    public record Change(
            TagChange tags,
            OptionalInt newVersion,
            @Nullable JsonNode metadata,
            @Nullable JsonNode ruleSet,
            @Nullable JsonNode rulesToMerge,
            List<String> rulesToRemove) {
        /** Takes an immutable copy. */
        public Change {
            rulesToRemove = List.copyOf(rulesToRemove);
        }
    }

    /** What has to be registered to bring the change about. */
    public static Registration.Request request(SchemaVersion changed, Change change) {
        SchemaContent before = changed.content();
        SchemaContent content = new SchemaContent(
                before.type(),
                before.text(),
                before.references(),
                metadata(before.metadata(), change),
                rules(before.ruleSet(), change));
        return new Registration.Request(
                changed.subject(), content, OptionalInt.empty(), change.newVersion(), false, change.tags());
    }

    private static @Nullable JsonNode metadata(@Nullable JsonNode before, Change change) {
        JsonNode metadata = change.metadata() == null ? before : change.metadata();
        if (change.newVersion().isEmpty()) {
            return metadata;
        }
        ObjectNode version = JsonText.object();
        version.putObject("properties")
                .put(VERSION_PROPERTY, String.valueOf(change.newVersion().getAsInt()));
        return Metadata.merged(Optional.empty(), metadata, Optional.of(version));
    }

    private static @Nullable JsonNode rules(@Nullable JsonNode before, Change change) {
        JsonNode rules = change.ruleSet() == null ? before : change.ruleSet();
        return RuleSets.without(
                RuleSets.merged(Optional.empty(), rules, Optional.ofNullable(change.rulesToMerge())),
                change.rulesToRemove());
    }
}
