package io.ottla.registry.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The configuration of a subject, of a context or of everything: what is not set is inherited.
 *
 * @param fields by the name they have in the log and in answers; only those of {@link #FIELDS}, none of them null
 */
public record Config(Map<String, JsonNode> fields) {
    /** The field with the level. */
    public static final String LEVEL = "compatibilityLevel";

    /** Every field, in the order of answers. */
    public static final List<String> FIELDS = List.of(
            "alias",
            "normalize",
            "validateFields",
            "validateRules",
            LEVEL,
            "compatibilityPolicy",
            "compatibilityGroup",
            "defaultMetadata",
            "overrideMetadata",
            "defaultRuleSet",
            "overrideRuleSet");

    /** Where nothing else is set. */
    public static final Config DEFAULT = none().with(CompatibilityLevel.BACKWARD);

    /** Takes an immutable copy. */
    public Config {
        fields = Map.copyOf(fields);
    }

    /** No field set. */
    public static Config none() {
        return new Config(Map.of());
    }

    /** The known fields of a document. */
    public static Config of(JsonNode document) {
        return none().changedBy(document);
    }

    /** What a document says replaces what is here: a field it does not name stays, one that it says is null goes. */
    public Config changedBy(JsonNode document) {
        Map<String, JsonNode> changed = new LinkedHashMap<>(fields);
        for (String field : FIELDS) {
            JsonNode value = document.get(field);
            if (value != null && value.isNull()) {
                changed.remove(field);
            } else if (value != null) {
                changed.put(field, value);
            }
        }
        return new Config(changed);
    }

    /** Calls with each field that is set, in the order of answers. */
    public void inOrder(BiConsumer<String, JsonNode> field) {
        for (String name : FIELDS) {
            JsonNode value = fields.get(name);
            if (value != null) {
                field.accept(name, value);
            }
        }
    }

    /** The same with this level. */
    public Config with(CompatibilityLevel level) {
        ObjectNode change = JsonText.object();
        change.put(LEVEL, level.name());
        return changedBy(change);
    }

    /** This one, and for what it does not set, the other. */
    Config orElse(Config other) {
        Map<String, JsonNode> both = new LinkedHashMap<>(other.fields);
        both.remove("alias"); // Names one subject's other name; a context's would send all subjects to one.
        both.putAll(fields);
        return new Config(both);
    }

    /** The level, if one is set. */
    public Optional<CompatibilityLevel> level() {
        return text(LEVEL).flatMap(CompatibilityLevel::named);
    }

    Optional<String> text(String field) {
        return Optional.ofNullable(fields.get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    boolean flag(String field) {
        return Optional.ofNullable(fields.get(field)).map(JsonNode::asBoolean).orElse(false);
    }

    Optional<JsonNode> document(String field) {
        return Optional.ofNullable(fields.get(field)).filter(JsonNode::isObject);
    }
}
