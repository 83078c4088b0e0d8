package io.ottla.serdes.protobuf;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.ottla.serdes.WriterSchemas;
import io.ottla.serdes.registry.RegisteredSchema;
import io.ottla.serdes.registry.SchemaKind;
import io.ottla.serdes.registry.SchemaReference;
import io.ottla.serdes.registry.SchemaText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of compiled files: what they import is registered first, each file under its own name. Thread-safe. */
final class ProtoFileSchemas {
    /** Compiled files are constants of generated classes, or come from the registry; they are few. */
    private static final int MOST = 1000;

    private final WriterSchemas schemas;
    private final Map<FileDescriptor, SchemaText> texts = new ConcurrentHashMap<>();

    ProtoFileSchemas(WriterSchemas schemas) {
        this.schemas = schemas;
    }

    /** The schema of a file as it is to be registered. */
    SchemaText text(FileDescriptor file) {
        SchemaText known = texts.get(file);
        if (known == null) {
            if (texts.size() > MOST) {
                texts.clear();
            }
            known = new SchemaText(SchemaKind.PROTOBUF, ProtoText.of(file.toProto()), references(file));
            texts.put(file, known);
        }
        return known;
    }

    private List<SchemaReference> references(FileDescriptor file) {
        List<SchemaReference> references = new ArrayList<>();
        for (FileDescriptor imported : file.getDependencies()) {
            String name = imported.getName();
            if (!ProtoSources.isWellKnown(name)) {
                RegisteredSchema registered = schemas.own(name, text(imported));
                references.add(new SchemaReference(name, name, registered.version()));
            }
        }
        return references;
    }
}
