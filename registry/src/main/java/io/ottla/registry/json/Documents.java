package io.ottla.registry.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.ottla.registry.schema.InvalidSchema;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every document that a schema can reach: itself, its references, and what has an {@code $id} inside of them. Nothing is ever
 * fetched. Filled while a schema is read, immutable afterwards.
 */
final class Documents {
    private static final String META_SCHEMAS = "json-schema.org/";

    private final Map<String, Resource> byUri = new HashMap<>();

    /**
     * What a {@code $ref} is relative to.
     *
     * @param root the schema with the {@code $id}, or a whole document
     * @param base its absolute identifier, empty if it has none
     */
    record Resource(JsonNode root, String base) {}

    /** Adds a document under the name by which others refer to it, and under every identifier in it. */
    Resource add(String name, JsonNode document) {
        Resource resource = new Resource(
                document, ownId(document).map(id -> resolved(name, id)).orElse(name));
        byUri.putIfAbsent(name, resource);
        byUri.putIfAbsent(resource.base(), resource);
        addIdentified(document, resource);
        return resource;
    }

    private void addIdentified(JsonNode schema, Resource within) {
        Keywords.eachSubschema(schema, "", (inner, path) -> {
            Resource resource = enter(inner, within);
            byUri.putIfAbsent(resource.base(), resource);
            addIdentified(inner, resource);
        });
    }

    /** What references inside of a schema are relative to. */
    Resource enter(JsonNode schema, Resource within) {
        return ownId(schema)
                .map(id -> new Resource(schema, resolved(within.base(), id)))
                .orElse(within);
    }

    /**
     * What a reference means.
     *
     * @throws InvalidSchema if nothing is there
     */
    SchemaView resolve(String reference, Resource from) {
        int hash = reference.indexOf('#');
        String uri = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : reference.substring(hash + 1);
        Resource target = uri.isEmpty() ? from : find(uri, reference, from);
        return within(target, fragment)
                .orElseThrow(() -> new InvalidSchema("reference \"" + reference + "\" leads nowhere"));
    }

    private Resource find(String uri, String reference, Resource from) {
        for (String name : new String[] {reference, uri, resolved(from.base(), uri)}) {
            Resource found = byUri.get(name);
            if (found != null) {
                return found;
            }
        }
        if (uri.contains(META_SCHEMAS)) {
            // Whoever refers to the schema of schemas means "any schema"; that is never compared in detail.
            return new Resource(BooleanNode.TRUE, uri);
        }
        throw new InvalidSchema("reference \"" + reference + "\" is neither in the schema nor among its references");
    }

    private Optional<SchemaView> within(Resource resource, String fragment) {
        if (fragment.isEmpty() || resource.root().isBoolean()) {
            return Optional.of(new SchemaView(resource.root(), resource, this));
        }
        if (!fragment.startsWith("/")) {
            return anchored(resource.root(), resource, fragment);
        }
        JsonNode node = resource.root();
        Resource inside = resource;
        for (JsonPointer at = pointer(fragment); !at.matches(); at = at.tail()) {
            node = node.isArray() ? node.path(at.getMatchingIndex()) : node.path(at.getMatchingProperty());
            inside = enter(node, inside);
        }
        return node.isObject() || node.isBoolean() ? Optional.of(new SchemaView(node, inside, this)) : Optional.empty();
    }

    private static JsonPointer pointer(String fragment) {
        try {
            return JsonPointer.compile(URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new InvalidSchema("reference \"#" + fragment + "\" is not a JSON pointer");
        }
    }

    private Optional<SchemaView> anchored(JsonNode schema, Resource resource, String anchor) {
        boolean named = anchor.equals(schema.path("$anchor").textValue())
                || anchor.equals(schema.path("$dynamicAnchor").textValue())
                || ("#" + anchor).equals(schema.path("$id").textValue())
                || ("#" + anchor).equals(schema.path("id").textValue());
        if (named) {
            return Optional.of(new SchemaView(schema, resource, this));
        }
        SchemaView[] found = new SchemaView[1];
        Keywords.eachSubschema(schema, "", (inner, path) -> {
            if (found[0] == null && enter(inner, resource).base().equals(resource.base())) {
                anchored(inner, resource, anchor).ifPresent(view -> found[0] = view);
            }
        });
        return Optional.ofNullable(found[0]);
    }

    /** An identifier of its own; one that is only a fragment is an anchor. */
    private static Optional<String> ownId(JsonNode schema) {
        String id = schema.path("$id").isTextual()
                ? schema.path("$id").textValue()
                : schema.path("id").textValue();
        if (id == null || id.isEmpty() || id.startsWith("#")) {
            return Optional.empty();
        }
        return Optional.of(id.endsWith("#") ? id.substring(0, id.length() - 1) : id);
    }

    private static String resolved(String base, String uri) {
        try {
            return base.isEmpty() ? uri : URI.create(base).resolve(uri).toString();
        } catch (IllegalArgumentException notAUri) {
            return uri;
        }
    }
}
