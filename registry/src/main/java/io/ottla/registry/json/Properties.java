package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;

/** Which schema is in charge of a property of this name. */
final class Properties {
    private Properties() {}

    /** Its own, else that of a pattern, else that of all others. */
    static SchemaView of(SchemaView schema, String name) {
        JsonNode own = schema.get("properties").get(name);
        if (own != null) {
            return schema.with(own);
        }
        return schema.get("patternProperties").properties().stream()
                .filter(pattern -> matches(pattern.getKey(), name))
                .map(Map.Entry::getValue)
                .map(schema::with)
                .findFirst()
                .orElseGet(() -> schema.child("additionalProperties"));
    }

    /** The same for all names that match a pattern. */
    static SchemaView ofPattern(SchemaView schema, String pattern) {
        JsonNode own = schema.get("patternProperties").get(pattern);
        return own == null ? schema.child("additionalProperties") : schema.with(own);
    }

    /** In time linear to the name. What that engine cannot read, such as a look behind, is taken not to match. */
    private static boolean matches(String pattern, String name) {
        try {
            return Pattern.compile(pattern).matcher(name).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
