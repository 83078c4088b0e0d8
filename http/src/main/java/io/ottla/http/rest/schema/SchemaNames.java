package io.ottla.http.rest.schema;

import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.format.SchemaFormats.Field;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.state.SubjectName;
import java.util.Locale;
import java.util.Optional;

/** How the REST proxy and the registry call the same things. */
final class SchemaNames {
    private SchemaNames() {}

    /** What the proxy calls data of such schemas. */
    static String format(SchemaType type) {
        return type == SchemaType.JSON ? "JSONSCHEMA" : type.name();
    }

    /** The language that data of this format has its schemas in. */
    static SchemaType type(String format) {
        return format.equals("JSONSCHEMA") ? SchemaType.JSON : SchemaType.valueOf(format);
    }

    /** Where the client's schema is to be found. */
    static SubjectName subject(Field field, Optional<String> recordName) {
        if (field.subject().isPresent()) {
            if (field.subjectNameStrategy().isPresent()) {
                throw Refusal.of(400, "'subject' cannot be used with 'subject_name_strategy'");
            }
            return SubjectName.of(field.subject().get());
        }
        return switch (field.subjectNameStrategy().orElse("TOPIC_NAME").toUpperCase(Locale.ROOT)) {
            case "TOPIC_NAME" -> SubjectName.of(field.topic() + (field.key() ? "-key" : "-value"));
            case "RECORD_NAME" -> SubjectName.of(required(recordName));
            case "TOPIC_RECORD_NAME" -> SubjectName.of(field.topic() + "-" + required(recordName));
            default ->
                throw Refusal.of(400, "'subject_name_strategy' must be TOPIC_NAME, RECORD_NAME or TOPIC_RECORD_NAME");
        };
    }

    private static String required(Optional<String> recordName) {
        return recordName.orElseThrow(() -> Refusal.of(
                400,
                "'subject_name_strategy' names the subject after the record, but there is no schema that names it"));
    }
}
