package io.ottla.registry.protobuf;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files that every schema may import without a reference: Protobuf's own, and those of the registry's clients. */
final class KnownFiles {
    /** Options that tools of the registry put on files, messages, fields and enums. */
    private static final String META = """
            syntax = "proto3";
            package confluent;
            import "google/protobuf/descriptor.proto";
            option java_package = "io.confluent.protobuf";
            option java_multiple_files = true;
            message Meta {
              string doc = 1;
              map<string, string> params = 2;
              repeated string tags = 3;
            }
            extend google.protobuf.FileOptions { Meta file_meta = 1088; }
            extend google.protobuf.MessageOptions { Meta message_meta = 1088; }
            extend google.protobuf.FieldOptions { Meta field_meta = 1088; }
            extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }
            extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }
            """;

    /** A number of any size: its digits as two's complement, big endian. */
    private static final String DECIMAL = """
            syntax = "proto3";
            package confluent.type;
            option java_package = "io.confluent.protobuf.type";
            option java_multiple_files = true;
            message Decimal {
              bytes value = 1;
              uint32 precision = 2;
              int32 scale = 3;
            }
            """;

    private static final Map<String, FileDescriptor> BY_PATH = load();

    private KnownFiles() {}

    static Map<String, FileDescriptor> byPath() {
        return BY_PATH;
    }

    private static Map<String, FileDescriptor> load() {
        Map<String, FileDescriptor> files = new HashMap<>();
        for (FileDescriptor file : List.of(
                AnyProto.getDescriptor(),
                ApiProto.getDescriptor(),
                DescriptorProtos.getDescriptor(),
                DurationProto.getDescriptor(),
                EmptyProto.getDescriptor(),
                FieldMaskProto.getDescriptor(),
                SourceContextProto.getDescriptor(),
                StructProto.getDescriptor(),
                TimestampProto.getDescriptor(),
                TypeProto.getDescriptor(),
                WrappersProto.getDescriptor())) {
            files.put(file.getFullName(), file);
        }
        add(files, "confluent/meta.proto", META, DescriptorProtos.getDescriptor());
        add(files, "confluent/type/decimal.proto", DECIMAL);
        add(files, "confluent/types/decimal.proto", DECIMAL);
        return Map.copyOf(files);
    }

    private static void add(Map<String, FileDescriptor> files, String path, String text, FileDescriptor... imports) {
        try {
            files.put(path, FileDescriptor.buildFrom(ProtoParser.parse(path, text), imports));
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("a file of our own is wrong: " + path, e);
        }
    }
}
