package io.ottla.registry.state;

import io.ottla.registry.avro.AvroLanguage;
import io.ottla.registry.json.JsonSchemaLanguage;
import io.ottla.registry.protobuf.ProtobufLanguage;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.NamedSchema;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.schema.Reference;
import io.ottla.registry.schema.SchemaLanguage;
import io.ottla.registry.schema.SchemaType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Understands schemas with what they refer to. Remembers some of them, because registering compares with those before; what it
 * remembers changes no result. Thread-safe.
 */
public final class SchemaReader {
    private static final int REFERENCES_LIMIT = 1_000;
    private static final int REFERENCES_DEPTH_LIMIT = 100;
    private static final int REMEMBERED = 500;
    private static final int REMEMBERED_LENGTH_LIMIT = 64 * 1024;

    private final Map<Key, ParsedSchema> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ParsedSchema> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Key(SchemaType type, String text, List<NamedSchema> references, boolean strict) {}

    /**
     * Understands a schema of the log.
     *
     * @throws Refused if it cannot be understood: another registry may have let it through
     */
    public ParsedSchema read(RegistryImage image, SchemaVersion schema) {
        return read(image, schema.subject().context(), schema.content(), false);
    }

    /**
     * Everything that a schema of the log refers to, directly or not, by the names it is called; what others refer to comes
     * first.
     *
     * @throws Refused if something is missing
     */
    public List<NamedSchema> references(RegistryImage image, SchemaVersion schema) {
        List<NamedSchema> references = new ArrayList<>();
        collect(image, schema.subject().context(), schema.content(), references, new HashSet<>(), 0);
        return references;
    }

    /**
     * Understands a schema that came from a client. Its references must be there and not be deleted.
     *
     * @throws Refused with 42201
     */
    ParsedSchema readNew(RegistryImage image, SubjectName subject, SchemaContent content) {
        for (Reference reference : content.references()) {
            SchemaVersion found = target(image, subject.context(), reference);
            if (found.deleted()) {
                throw missing(reference);
            }
        }
        return read(image, subject.context(), content, true);
    }

    private ParsedSchema read(RegistryImage image, String context, SchemaContent content, boolean strict) {
        List<NamedSchema> references = new ArrayList<>();
        collect(image, context, content, references, new HashSet<>(), 0);
        Key key = new Key(content.type(), content.text(), references, strict);
        synchronized (remembered) {
            ParsedSchema known = remembered.get(key);
            if (known != null) {
                return known;
            }
        }
        ParsedSchema parsed = parse(content, references, strict);
        if (content.text().length() <= REMEMBERED_LENGTH_LIMIT) {
            synchronized (remembered) {
                remembered.put(key, parsed);
            }
        }
        return parsed;
    }

    private static ParsedSchema parse(SchemaContent content, List<NamedSchema> references, boolean strict) {
        try {
            return language(content.type()).parse(content.text(), references, strict);
        } catch (InvalidSchema e) {
            throw Refused.invalidSchema(String.valueOf(e.getMessage()));
        }
    }

    private static SchemaLanguage language(SchemaType type) {
        return switch (type) {
            case AVRO -> new AvroLanguage();
            case JSON -> new JsonSchemaLanguage();
            case PROTOBUF -> new ProtobufLanguage();
        };
    }

    /** What is referred to comes before what refers to it; each name once. */
    private static void collect(
            RegistryImage image,
            String context,
            SchemaContent content,
            List<NamedSchema> found,
            Set<String> names,
            int depth) {
        if (depth > REFERENCES_DEPTH_LIMIT) {
            throw Refused.invalidSchema("references are nested deeper than " + REFERENCES_DEPTH_LIMIT + " levels");
        }
        for (Reference reference : content.references()) {
            if (names.add(reference.name())) {
                SchemaVersion target = target(image, context, reference);
                if (target.content().type() != content.type()) {
                    throw Refused.invalidSchema("reference " + reference.name() + " is to a schema of type "
                            + target.content().type() + ", not " + content.type());
                }
                collect(image, target.subject().context(), target.content(), found, names, depth + 1);
                found.add(new NamedSchema(reference.name(), target.content().text()));
                if (found.size() > REFERENCES_LIMIT) {
                    throw Refused.invalidSchema("more than " + REFERENCES_LIMIT + " references");
                }
            }
        }
    }

    private static SchemaVersion target(RegistryImage image, String context, Reference reference) {
        SubjectName subject = SubjectName.within(context, reference.subject());
        return image.version(new VersionKey(subject, reference.version())).orElseThrow(() -> missing(reference));
    }

    private static Refused missing(Reference reference) {
        return Refused.invalidSchema("No schema reference found for subject \"" + reference.subject()
                + "\" and version " + reference.version());
    }
}
