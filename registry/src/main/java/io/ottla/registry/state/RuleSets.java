package io.ottla.registry.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.JsonText;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules that go with a schema and are executed by clients; the registry keeps them and checks their form. */
final class RuleSets {
    private static final List<String> LISTS = List.of("migrationRules", "domainRules", "encodingRules");
    private static final Set<String> KINDS = Set.of("TRANSFORM", "CONDITION");
    private static final Set<String> MIGRATION_MODES = Set.of("UPGRADE", "DOWNGRADE", "UPDOWN");
    private static final Set<String> OTHER_MODES = Set.of("WRITE", "READ", "WRITEREAD");

    private RuleSets() {}

    /** Rules of the same name replace each other, the later one stays; null if there are none at all. */
    static @Nullable JsonNode merged(
            Optional<JsonNode> defaults, @Nullable JsonNode own, Optional<JsonNode> overrides) {
        if (own != null) {
            check(own);
        }
        if (defaults.isEmpty() && overrides.isEmpty()) {
            return own;
        }
        ObjectNode result = JsonText.object();
        for (String list : LISTS) {
            Map<String, JsonNode> rules = new LinkedHashMap<>();
            defaults.ifPresent(document -> add(rules, document.path(list)));
            if (own != null) {
                add(rules, own.path(list));
            }
            overrides.ifPresent(document -> add(rules, document.path(list)));
            if (!rules.isEmpty()) {
                rules.values().forEach(result.withArray("/" + list)::add);
            }
        }
        return result;
    }

    /** The rules but those of these names. */
    static @Nullable JsonNode without(@Nullable JsonNode ruleSet, List<String> names) {
        if (ruleSet == null || names.isEmpty()) {
            return ruleSet;
        }
        ObjectNode result = JsonText.object();
        for (String list : LISTS) {
            ruleSet.path(list).forEach(rule -> {
                if (!names.contains(rule.path("name").asText())) {
                    result.withArray("/" + list).add(rule);
                }
            });
        }
        return result;
    }

    private static void add(Map<String, JsonNode> rules, JsonNode list) {
        list.forEach(rule -> rules.put(rule.path("name").asText(), rule));
    }

    private static void check(JsonNode ruleSet) {
        for (String list : LISTS) {
            JsonNode rules = ruleSet.path(list);
            if (!rules.isMissingNode() && !rules.isNull() && !rules.isArray()) {
                throw Refused.invalidRuleSet(list + " is not a list");
            }
            Set<String> names = new HashSet<>();
            rules.forEach(rule -> checkRule(list, rule, names));
        }
    }

    private static void checkRule(String list, JsonNode rule, Set<String> names) {
        String name = rule.path("name").asText();
        if (name.isBlank()) {
            throw Refused.invalidRuleSet("a rule in " + list + " has no name");
        }
        if (!names.add(name)) {
            throw Refused.invalidRuleSet("two rules in " + list + " are called '" + name + "'");
        }
        requireOneOf(KINDS, rule, "kind", name);
        requireOneOf(list.equals("migrationRules") ? MIGRATION_MODES : OTHER_MODES, rule, "mode", name);
    }

    private static void requireOneOf(Set<String> allowed, JsonNode rule, String field, String name) {
        JsonNode value = rule.path(field);
        boolean absent = value.isMissingNode() || value.isNull();
        if (!absent && !allowed.contains(value.asText())) {
            throw Refused.invalidRuleSet("rule '" + name + "' has the " + field + " '" + value.asText()
                    + "', not one of " + allowed.stream().sorted().toList());
        }
    }
}
