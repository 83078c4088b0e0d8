package io.ottla.http.rest.schema;

import io.ottla.registry.SchemaRegistry;
import io.ottla.registry.protobuf.ProtobufSchema;
import io.ottla.registry.schema.NamedSchema;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.SchemaVersion;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The codec of each schema. Made when it is first needed; thread-safe. */
final class Codecs {
    private final SchemaRegistry registry;
    private final Remembered<Key, DataCodec> known = new Remembered<>();

    Codecs(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** Ids are counted in each context. */
    private record Key(String context, int id) {}

    /** The codec of a schema of the registry; waits for the registry unless it is known. */
    DataCodec of(SchemaVersion schema) {
        Key key = new Key(schema.subject().context(), schema.id());
        @Nullable DataCodec codec = known.get(key);
        if (codec == null) {
            codec = RegistryFormats.ask(registry, image -> make(image, schema));
            known.put(key, codec);
        }
        return codec;
    }

    /** The codec of a schema that need not be registered. */
    DataCodec make(RegistryImage image, SchemaVersion schema) {
        ParsedSchema parsed = registry.schemas().read(image, schema);
        return switch (schema.content().type()) {
            case AVRO -> new AvroCodec(parsed.formatted("resolved"));
            case JSON ->
                new JsonSchemaCodec(
                        schema.content().text(),
                        registry.schemas().references(image, schema).stream()
                                .collect(Collectors.toMap(NamedSchema::name, NamedSchema::text)));
            case PROTOBUF -> new ProtobufCodec(((ProtobufSchema) parsed).file());
        };
    }
}
