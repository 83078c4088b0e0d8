package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A schema and what references inside of it are relative to.
 *
 * @param node an object or a boolean
 * @param resource where it stands
 * @param documents what can be reached from it
 */
record SchemaView(JsonNode node, Documents.Resource resource, Documents documents) {
    /** The keywords that stand for a schema elsewhere. */
    static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");

    private static final int LONGEST_CHAIN = 100;

    /** The same place with another schema, such as a part of this one. */
    SchemaView with(JsonNode other) {
        return new SchemaView(other, documents.enter(other, resource), documents);
    }

    boolean has(String keyword) {
        return node.has(keyword);
    }

    JsonNode get(String keyword) {
        return node.path(keyword);
    }

    /** The schema under a keyword; one that accepts everything if the keyword is missing. */
    SchemaView child(String keyword) {
        JsonNode child = node.get(keyword);
        return with(child == null ? BooleanNode.TRUE : child);
    }

    List<SchemaView> children(String keyword) {
        List<SchemaView> result = new ArrayList<>();
        get(keyword).forEach(child -> result.add(with(child)));
        return result;
    }

    boolean acceptsNothing() {
        return node.isBoolean() && !node.booleanValue();
    }

    boolean acceptsEverything() {
        return node.isBoolean() ? node.booleanValue() : node.isEmpty();
    }

    /** Follows references. What stands beside a reference counts too, as in drafts from 2019-09. */
    SchemaView followed() {
        SchemaView view = this;
        for (int step = 0; step < LONGEST_CHAIN; step++) {
            Optional<String> keyword = view.referenceKeyword();
            if (keyword.isEmpty()) {
                return view;
            }
            String reference = view.get(keyword.get()).textValue();
            if (view.hasSiblings()) {
                return view.conjunction(keyword.get(), reference);
            }
            view = documents.resolve(reference, view.resource);
        }
        return with(BooleanNode.TRUE);
    }

    private Optional<String> referenceKeyword() {
        return REFERENCES.stream().filter(keyword -> get(keyword).isTextual()).findFirst();
    }

    private boolean hasSiblings() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            if (Assertions.KEYWORDS.contains(names.next())) {
                return true;
            }
        }
        return false;
    }

    /** The members but for these, as a new object; what is in them stays the same, also in identity. */
    ObjectNode without(Collection<String> keywords) {
        ObjectNode rest = JsonText.object();
        node.properties().forEach(member -> {
            if (!keywords.contains(member.getKey())) {
                rest.set(member.getKey(), member.getValue());
            }
        });
        return rest;
    }

    private SchemaView conjunction(String keyword, String reference) {
        ObjectNode both = without(List.of(keyword));
        ArrayNode all = JsonText.array();
        get("allOf").forEach(all::add);
        all.addObject().put(keyword, reference);
        both.set("allOf", all);
        return with(both);
    }
}
