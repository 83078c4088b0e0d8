package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.ottla.registry.schema.Incompatibility;
import io.ottla.registry.schema.ParsedSchema;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.schema.TagChange;
import io.ottla.registry.schema.Tagged;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** A .proto file, linked with its imports. */
public final class ProtobufSchema implements ParsedSchema {
    private final FileDescriptor file;

    ProtobufSchema(FileDescriptor file) {
        this.file = file;
    }

    /** The file as Protobuf's library describes it. */
    public FileDescriptor file() {
        return file;
    }

    @Override
    public SchemaType type() {
        return SchemaType.PROTOBUF;
    }

    @Override
    public String canonicalText() {
        return ProtoPrinter.print(file.toProto());
    }

    /** Types named in full, fields in the order of their numbers; messages keep theirs, because records count them. */
    @Override
    public String normalizedText() {
        FileDescriptorProto.Builder result = ProtoLinker.fullyNamed(file).toBuilder();
        result.getMessageTypeBuilderList().forEach(ProtobufSchema::sortFields);
        return ProtoPrinter.print(result.build());
    }

    /**
     * {@code serialized}: the base64 of a FileDescriptorProto. Custom options, which its readers may not know, are left out; but
     * not those of the registry's clients, which keep tags in them.
     */
    @Override
    public String formatted(String format) {
        if (!format.equals("serialized")) {
            return canonicalText();
        }
        FileDescriptorProto.Builder result = ProtoLinker.fullyNamed(file).toBuilder();
        MetaOptions.encode(result);
        CustomOptions.remove(result);
        return Base64.getEncoder().encodeToString(result.build().toByteArray());
    }

    @Override
    public List<Tagged> tagged() {
        return TagChange.found(ProtoPlaces.of(file.toProto().toBuilder()));
    }

    @Override
    public String retagged(TagChange change) {
        FileDescriptorProto.Builder result = file.toProto().toBuilder();
        change.carryOut(ProtoPlaces.of(result));
        return ProtoPrinter.print(result.build());
    }

    @Override
    public List<Incompatibility> whyItCannotRead(ParsedSchema writer) {
        return FileRules.whyItCannotRead(file, ((ProtobufSchema) writer).file);
    }

    private static void sortFields(DescriptorProto.Builder message) {
        List<FieldDescriptorProto> fields = message.getFieldList().stream()
                .sorted(Comparator.comparingInt(FieldDescriptorProto::getNumber))
                .toList();
        message.clearField().addAllField(fields);
        message.getNestedTypeBuilderList().forEach(ProtobufSchema::sortFields);
    }
}
