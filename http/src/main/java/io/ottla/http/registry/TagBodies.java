package io.ottla.http.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.schema.Place;
import io.ottla.registry.schema.TagChange;
import io.ottla.registry.schema.Tagged;
import io.ottla.registry.state.Tagging;
import java.util.ArrayList;
import java.util.List;

/** Tags as requests and answers write them: {@code {schemaEntity: {entityPath, entityType}, tags: []}}. */
final class TagBodies {
    private static final String FIELD = "sr_field";
    private static final String RECORD = "sr_record";

    private TagBodies() {}

    /** The change that two lists of a body ask for. */
    static TagChange change(ObjectNode body, String added, String removed) {
        return new TagChange(list(body.path(added)), list(body.path(removed)));
    }

    /** What a request for another version of a schema asks for. */
    static Tagging.Change newVersion(ObjectNode body) {
        List<String> rulesToRemove = new ArrayList<>();
        body.path("rulesToRemove").forEach(name -> rulesToRemove.add(name.asText()));
        return new Tagging.Change(
                change(body, "tagsToAdd", "tagsToRemove"),
                Bodies.positive(body.path("newVersion")),
                Bodies.document(body, "metadata"),
                Bodies.document(body, "ruleSet"),
                Bodies.document(body, "rulesToMerge"),
                rulesToRemove);
    }

    /** The tags in a schema's text. */
    static ArrayNode found(ParsedSchema schema) {
        ArrayNode result = JsonText.array();
        for (Tagged tagged : schema.tagged()) {
            ObjectNode entry = result.addObject();
            entry.putObject("schemaEntity")
                    .put("entityPath", tagged.path())
                    .put("entityType", tagged.kind() == Place.Kind.FIELD ? FIELD : RECORD);
            tagged.tags().forEach(entry.putArray("tags")::add);
        }
        return result;
    }

    private static List<Tagged> list(JsonNode entries) {
        List<Tagged> result = new ArrayList<>();
        for (JsonNode entry : entries) {
            JsonNode entity = entry.path("schemaEntity");
            String type = entity.path("entityType").asText();
            boolean whole = entity.path("entityPath").isTextual() && (type.equals(FIELD) || type.equals(RECORD));
            if (!whole) {
                throw Refusal.of(400, "A tagged entity needs entityPath and entityType, sr_field or sr_record");
            }
            List<String> tags = new ArrayList<>();
            entry.path("tags").forEach(tag -> tags.add(tag.asText()));
            result.add(new Tagged(
                    entity.path("entityPath").textValue(),
                    type.equals(FIELD) ? Place.Kind.FIELD : Place.Kind.RECORD,
                    tags));
        }
        return result;
    }
}
