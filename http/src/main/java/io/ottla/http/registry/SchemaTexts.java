package io.ottla.http.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.SchemaReader;
import io.ottla.registry.state.SchemaVersion;
import java.util.Optional;

/** The text of a schema in the form that a query asks for. */
final class SchemaTexts {
    private final SchemaReader reader;

    SchemaTexts(SchemaReader reader) {
        this.reader = reader;
    }

    /** As it is kept, unless the query names a format. */
    String of(RegistryImage image, SchemaVersion schema, Call call) {
        Optional<String> format = format(call);
        return format.isPresent()
                ? reader.read(image, schema).formatted(format.get())
                : schema.content().text();
    }

    /** Adds the tags in the text, if the query asks for them. */
    ObjectNode withTags(ObjectNode document, RegistryImage image, SchemaVersion schema, Call call) {
        if (areTagsWanted(call)) {
            document.set("schemaTags", TagBodies.found(reader.read(image, schema)));
        }
        return document;
    }

    static boolean areTagsWanted(Call call) {
        return Paths.flag(call, "findTags");
    }

    /** The format that the query names. */
    static Optional<String> format(Call call) {
        return call.query("format").filter(format -> !format.isEmpty());
    }
}
