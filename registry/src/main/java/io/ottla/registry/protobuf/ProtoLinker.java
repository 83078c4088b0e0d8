package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.ottla.registry.schema.InvalidSchema;
import java.util.List;
import java.util.Map;

/** Finds what the names in a file mean. */
final class ProtoLinker {
    private ProtoLinker() {}

    /**
     * Links a file with its imports.
     *
     * @param imports by path; all that the file imports, without Protobuf's own
     * @throws InvalidSchema if an import or a type is missing, or a rule of the language is broken
     */
    static FileDescriptor link(FileDescriptorProto file, Map<String, FileDescriptor> imports) {
        FileDescriptor[] dependencies = file.getDependencyList().stream()
                .map(path -> imported(path, imports))
                .toArray(FileDescriptor[]::new);
        try {
            return FileDescriptor.buildFrom(file, dependencies);
        } catch (DescriptorValidationException e) {
            throw new InvalidSchema(e.getProblemSymbolName() + ": " + e.getDescription());
        } catch (RuntimeException e) {
            // Descriptions of files are checked where they are written, by protoc; one sent as bytes may hold anything.
            throw new InvalidSchema("not a valid description of a .proto file: " + e);
        }
    }

    private static FileDescriptor imported(String path, Map<String, FileDescriptor> imports) {
        FileDescriptor found = imports.containsKey(path)
                ? imports.get(path)
                : KnownFiles.byPath().get(path);
        if (found == null) {
            throw new InvalidSchema("import \"" + path + "\" is not among the references");
        }
        return found;
    }

    /** The description with every type named in full and known to be a message or an enum, as protoc writes it. */
    static FileDescriptorProto fullyNamed(FileDescriptor file) {
        FileDescriptorProto.Builder result = file.toProto().toBuilder();
        nameMessages(result.getMessageTypeBuilderList(), file.getMessageTypes());
        nameFields(result.getExtensionBuilderList(), file.getExtensions());
        for (int service = 0; service < result.getServiceCount(); service++) {
            List<MethodDescriptor> methods = file.getServices().get(service).getMethods();
            for (int index = 0; index < methods.size(); index++) {
                MethodDescriptor method = methods.get(index);
                result.getServiceBuilder(service)
                        .getMethodBuilder(index)
                        .setInputType("." + method.getInputType().getFullName())
                        .setOutputType("." + method.getOutputType().getFullName());
            }
        }
        return result.build();
    }

    private static void nameMessages(List<DescriptorProto.Builder> messages, List<Descriptor> linked) {
        for (int index = 0; index < messages.size(); index++) {
            DescriptorProto.Builder message = messages.get(index);
            Descriptor descriptor = linked.get(index);
            // In the order of the description, not in that of the numbers.
            for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
                FieldDescriptor found = descriptor.findFieldByNumber(field.getNumber());
                if (found != null) {
                    name(field, found);
                }
            }
            nameFields(message.getExtensionBuilderList(), descriptor.getExtensions());
            nameMessages(message.getNestedTypeBuilderList(), descriptor.getNestedTypes());
        }
    }

    private static void nameFields(List<FieldDescriptorProto.Builder> fields, List<FieldDescriptor> linked) {
        for (int index = 0; index < fields.size(); index++) {
            name(fields.get(index), linked.get(index));
        }
    }

    private static void name(FieldDescriptorProto.Builder field, FieldDescriptor linked) {
        field.setType(linked.getType().toProto());
        if (linked.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            field.setTypeName("." + linked.getMessageType().getFullName());
        } else if (linked.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            field.setTypeName("." + linked.getEnumType().getFullName());
        }
        if (linked.isExtension()) {
            field.setExtendee("." + linked.getContainingType().getFullName());
        }
    }
}
