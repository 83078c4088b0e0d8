package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.NamedSchema;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.schema.SchemaLanguage;
import io.ottla.registry.schema.SchemaType;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads .proto files, as text or as the base64 of a FileDescriptorProto: clients send either. */
public final class ProtobufLanguage implements SchemaLanguage {
    private static final String DEFAULT_NAME = "default";

    @Override
    public SchemaType type() {
        return SchemaType.PROTOBUF;
    }

    @Override
    public ParsedSchema parse(String text, List<NamedSchema> references, boolean strict) {
        Map<String, FileDescriptor> imports = new HashMap<>();
        for (NamedSchema reference : references) {
            if (!imports.containsKey(reference.name())) {
                imports.put(reference.name(), reference(reference, imports));
            }
        }
        return new ProtobufSchema(ProtoLinker.link(read(DEFAULT_NAME, text), imports));
    }

    private static FileDescriptor reference(NamedSchema reference, Map<String, FileDescriptor> imports) {
        try {
            return ProtoLinker.link(read(reference.name(), reference.text()), imports);
        } catch (InvalidSchema e) {
            throw new InvalidSchema("reference " + reference.name() + ": " + e.getMessage());
        }
    }

    private static FileDescriptorProto read(String name, String text) {
        FileDescriptorProto.Builder file = serialized(text).orElseGet(() -> ProtoParser.parse(name, text)).toBuilder()
                .setName(name);
        // However the tags in them were written: from here on they are written alike.
        MetaOptions.encode(file);
        MetaOptions.decode(file);
        return file.build();
    }

    /** No text of a .proto file is base64: there is at least one blank, brace or semicolon in it, unless it is empty. */
    private static Optional<FileDescriptorProto> serialized(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(requireBase64(text.strip()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        try {
            return Optional.of(FileDescriptorProto.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidSchema("base64, but not of a FileDescriptorProto: " + e.getMessage());
        }
    }

    private static String requireBase64(String text) {
        boolean base64 = text.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '+'
                        || c == '/'
                        || c == '=');
        if (!base64) {
            throw new IllegalArgumentException("not base64");
        }
        return text;
    }
}
