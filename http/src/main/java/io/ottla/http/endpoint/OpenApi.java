package io.ottla.http.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Locale;

/** Describes endpoints as OpenAPI 3.1 does: the paths are the endpoints' own, the schemas come from a resource. */
public final class OpenApi {
    private static final JsonMapper MAPPER = new JsonMapper();

    private OpenApi() {}

    /**
     * The description.
     *
     * @param schemas a JSON object of schemas by name, on the class path beside this class's loader
     */
    public static ObjectNode describe(String title, Collection<Endpoint> endpoints, String schemas) {
        ObjectNode document = MAPPER.createObjectNode().put("openapi", "3.1.0");
        document.putObject("info").put("title", title).put("version", "1");
        ObjectNode paths = document.putObject("paths");
        for (Endpoint endpoint : endpoints) {
            describe(paths.withObjectProperty(endpoint.path().text()), endpoint);
        }
        document.putObject("components").set("schemas", withLists(read(schemas), endpoints));
        return document;
    }

    private static void describe(ObjectNode path, Endpoint endpoint) {
        ObjectNode operation = path.putObject(endpoint.method().value().toLowerCase(Locale.ROOT))
                .put("summary", endpoint.summary());
        ArrayNode parameters = operation.putArray("parameters");
        endpoint.path().parameters().forEach(name -> parameter(parameters, name, "path", true));
        endpoint.query().forEach(name -> parameter(parameters, name, "query", false));
        endpoint.request().ifPresent(schema -> content(operation.putObject("requestBody"), schema));
        ObjectNode responses = operation.putObject("responses");
        ObjectNode success =
                responses.putObject(Integer.toString(endpoint.status())).put("description", endpoint.summary());
        endpoint.answer().ifPresent(schema -> content(success, schema));
        content(responses.putObject("default").put("description", "A refusal"), "Error");
    }

    private static void parameter(ArrayNode parameters, String name, String in, boolean required) {
        parameters
                .addObject()
                .put("name", name)
                .put("in", in)
                .put("required", required)
                .putObject("schema")
                .put("type", "string");
    }

    private static void content(ObjectNode owner, String schema) {
        owner.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
    }

    /** Lists of resources all have one shape. */
    private static ObjectNode withLists(ObjectNode schemas, Collection<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            String answer = endpoint.answer().orElse("");
            String element = answer.endsWith("List") ? answer.substring(0, answer.length() - "List".length()) : "";
            if (schemas.has(element) && !schemas.has(answer)) {
                ObjectNode properties =
                        schemas.putObject(answer).put("type", "object").putObject("properties");
                properties.putObject("kind").put("type", "string");
                properties.putObject("metadata").put("type", "object");
                properties
                        .putObject("data")
                        .put("type", "array")
                        .putObject("items")
                        .put("$ref", "#/components/schemas/" + element);
            }
        }
        return schemas;
    }

    private static ObjectNode read(String resource) {
        try (InputStream in = OpenApi.class.getResourceAsStream(resource)) {
            JsonNode schemas = in == null ? MAPPER.missingNode() : MAPPER.readTree(in);
            if (!(schemas instanceof ObjectNode object)) {
                throw new IllegalStateException("there are no schemas in " + resource);
            }
            return object;
        } catch (IOException e) {
            throw new UncheckedIOException("schemas cannot be read from " + resource, e);
        }
    }
}
