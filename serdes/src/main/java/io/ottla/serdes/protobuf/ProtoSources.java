package io.ottla.serdes.protobuf;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import com.squareup.wire.schema.CoreLoader;
import com.squareup.wire.schema.ErrorCollector;
import com.squareup.wire.schema.Linker;
import com.squareup.wire.schema.Loader;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.internal.SchemaEncoder;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;

/** Compiles {@code .proto} sources as the registry keeps them. */
final class ProtoSources {
    /** What every Protobuf has with it, so that nobody registers it. */
    private static final Map<String, FileDescriptor> WELL_KNOWN = Stream.of(
                    DescriptorProtos.getDescriptor(),
                    AnyProto.getDescriptor(),
                    ApiProto.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    SourceContextProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    TypeProto.getDescriptor(),
                    WrappersProto.getDescriptor())
            .collect(Collectors.toUnmodifiableMap(FileDescriptor::getName, Function.identity()));

    private static final String MAIN = "main.proto";

    private ProtoSources() {}

    static boolean isWellKnown(String importName) {
        return WELL_KNOWN.containsKey(importName);
    }

    /**
     * Compiles a file.
     *
     * @param references the sources of what it imports, directly or not, by the name of the import
     */
    static FileDescriptor compile(String source, Map<String, String> references) {
        Map<String, String> sources = new HashMap<>(references);
        sources.put(MAIN, source);
        try {
            Sources loader = new Sources(sources);
            List<ProtoFile> files = new ArrayList<>();
            sources.keySet().forEach(name -> files.add(loader.load(name)));
            Schema schema = new Linker(loader, new ErrorCollector(), true, true).link(files);
            return descriptor(MAIN, new SchemaEncoder(schema), schema, new HashMap<>());
        } catch (RuntimeException | InvalidProtocolBufferException | DescriptorValidationException e) {
            throw new SerializationException("the registry holds a Protobuf schema that cannot be read:\n" + source, e);
        }
    }

    private static FileDescriptor descriptor(
            String name, SchemaEncoder encoder, Schema schema, Map<String, FileDescriptor> done)
            throws InvalidProtocolBufferException, DescriptorValidationException {
        FileDescriptor known = WELL_KNOWN.getOrDefault(name, done.get(name));
        if (known != null) {
            return known;
        }
        ProtoFile file = schema.protoFile(name);
        if (file == null) {
            throw new SerializationException("no schema is registered for the import \"" + name + '"');
        }
        FileDescriptorProto compiled =
                FileDescriptorProto.parseFrom(encoder.encode(file).toByteArray());
        List<FileDescriptor> imports = new ArrayList<>();
        for (String imported : compiled.getDependencyList()) {
            imports.add(descriptor(imported, encoder, schema, done));
        }
        FileDescriptor built = FileDescriptor.buildFrom(compiled, imports.toArray(FileDescriptor[]::new));
        done.put(name, built);
        return built;
    }

    /** Finds a file's source by the name it is imported with. */
    private record Sources(Map<String, String> sources) implements Loader {
        @Override
        public ProtoFile load(String name) {
            String source = sources.get(name);
            if (source == null && WELL_KNOWN.containsKey(name)) {
                source = ProtoText.of(WELL_KNOWN.get(name).toProto());
            }
            return source == null
                    ? CoreLoader.INSTANCE.load(name)
                    : ProtoFile.Companion.get(ProtoParser.Companion.parse(Location.get(name), source));
        }

        @Override
        public Loader withErrors(ErrorCollector errors) {
            return this;
        }
    }
}
