package io.ottla.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A schema of the user's, and the subject it is for. */
final class SchemaSource {
    private static final String STANDARD_INPUT = "-";

    /** The languages of schemas. */
    enum Type {
        AVRO,
        JSON,
        PROTOBUF
    }

    @Parameters(
            index = "0",
            paramLabel = "SUBJECT",
            description = "The subject, such as orders-value for the values of the topic orders.")
    private String subject = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The schema's file, or - for standard input.")
    private String file = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "avro, json or protobuf (default: by the file's name: .json, .proto; else avro).")
    private Optional<Type> type = Optional.empty();

    @Option(
            names = "--reference",
            paramLabel = "NAME=SUBJECT:VERSION",
            description = "A schema that this one refers to; may be given several times.")
    private List<String> references = new ArrayList<>();

    /** The subject as it was typed. */
    String subject() {
        return subject;
    }

    /** The subject as a part of a path. */
    String subjectPart() {
        return RegistryOptions.part(subject);
    }

    /** The body of a request with the schema. */
    ObjectNode request(InputStream standardInput) throws IOException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("schema", text(standardInput));
        request.put("schemaType", type.orElseGet(this::typeOfFile).name());
        ArrayNode list = request.putArray("references");
        references.forEach(reference -> list.add(reference(reference)));
        return request;
    }

    private String text(InputStream standardInput) throws IOException {
        return file.equals(STANDARD_INPUT)
                ? new String(standardInput.readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(Path.of(file));
    }

    private Type typeOfFile() {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".proto")) {
            return Type.PROTOBUF;
        }
        return name.endsWith(".json") ? Type.JSON : Type.AVRO;
    }

    private static ObjectNode reference(String text) {
        int equals = text.indexOf('=');
        int colon = text.lastIndexOf(':');
        if (equals < 1 || colon <= equals + 1) {
            throw new UsageError("--reference " + text + " is not NAME=SUBJECT:VERSION");
        }
        try {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("name", text.substring(0, equals))
                    .put("subject", text.substring(equals + 1, colon))
                    .put("version", Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new UsageError("--reference " + text + " does not end in a version");
        }
    }
}
