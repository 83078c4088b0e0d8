package io.ottla.http.registry;

import akka.http.javadsl.model.HttpMethods;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.JsonText;
import io.ottla.registry.schema.Reference;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.state.Refused;
import io.ottla.registry.state.Registration;
import io.ottla.registry.state.SchemaContent;
import io.ottla.registry.state.SubjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests. Fields that are not known are passed over. */
final class Bodies {
    private Bodies() {}

    /** Refuses bodies that are not JSON by their own account. */
    static void requireKnownType(Call call) {
        boolean hasBody = call.request().method().equals(HttpMethods.POST)
                || call.request().method().equals(HttpMethods.PUT);
        boolean known = call.type()
                .map(type -> RegistryTypes.REQUESTS.contains(type.mainType() + "/" + type.subType()))
                .orElse(true);
        if (hasBody && !known) {
            throw Refusal.of(415, "HTTP 415 Unsupported Media Type");
        }
    }

    /** The object in the body; fails with a refusal if there is none. */
    static CompletionStage<ObjectNode> object(Call call) {
        return call.body().thenApply(Bodies::parsed);
    }

    private static ObjectNode parsed(ByteString bytes) {
        try {
            if (JsonText.parse(bytes.utf8String()) instanceof ObjectNode object) {
                return object;
            }
        } catch (InvalidSchema e) {
            throw Refusal.of(400, "Unexpected request body: " + e.getMessage());
        }
        throw Refusal.of(400, "The request body must be a JSON object");
    }

    /** What a body says about a schema. */
    static SchemaContent content(ObjectNode body) {
        String typeName = body.path("schemaType").asText("AVRO");
        SchemaType type =
                SchemaType.named(typeName).orElseThrow(() -> Refused.invalidSchema("Invalid schema type " + typeName));
        JsonNode text = body.path("schema");
        boolean readable = text.isTextual() || text.isMissingNode() || text.isNull();
        if (!readable) {
            throw Refusal.of(400, "The field schema must be a string that holds the schema's text");
        }
        return new SchemaContent(
                type,
                text.asText(""),
                references(body.path("references")),
                document(body, "metadata"),
                document(body, "ruleSet"));
    }

    private static List<Reference> references(JsonNode list) {
        List<Reference> result = new ArrayList<>();
        list.forEach(reference -> {
            boolean whole = reference.path("name").isTextual()
                    && reference.path("subject").isTextual()
                    && reference.path("version").canConvertToInt();
            if (!whole) {
                throw Refused.invalidSchema("a reference needs name, subject and version: " + reference);
            }
            result.add(new Reference(
                    reference.path("name").textValue(),
                    reference.path("subject").textValue(),
                    reference.path("version").intValue()));
        });
        return result;
    }

    static @Nullable JsonNode document(ObjectNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw Refusal.of(400, "The field " + field + " must be an object");
        }
        return value;
    }

    /** A request to register what the body says. */
    static Registration.Request registration(SubjectName subject, ObjectNode body, boolean normalize) {
        return new Registration.Request(
                subject,
                content(body),
                positive(body.path("id")),
                positive(body.path("version")),
                normalize,
                TagBodies.change(body, "schemaTagsToAdd", "schemaTagsToRemove"));
    }

    /** Clients send 0 or -1 where they mean none. */
    static OptionalInt positive(JsonNode number) {
        return number.canConvertToInt() && number.intValue() > 0
                ? OptionalInt.of(number.intValue())
                : OptionalInt.empty();
    }
}
