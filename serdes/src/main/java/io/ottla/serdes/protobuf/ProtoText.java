package io.ottla.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Writes a compiled file as the {@code .proto} source it could have come from, since the registry keeps sources and generated
 * classes carry only the compiled form. Comments are not in it, and options of unknown kinds are left out.
 */
final class ProtoText {
    private static final int MAX_FIELD = 536_870_911;

    private final StringBuilder out = new StringBuilder();
    private final FileDescriptorProto file;
    private int depth;

    private ProtoText(FileDescriptorProto file) {
        this.file = file;
    }

    static String of(FileDescriptorProto file) {
        ProtoText text = new ProtoText(file);
        text.file();
        return text.out.toString();
    }

    private void file() {
        line("syntax = \"" + (isProto3() ? "proto3" : "proto2") + "\";");
        if (!file.getPackage().isEmpty()) {
            line("package " + file.getPackage() + ";");
        }
        for (int i = 0; i < file.getDependencyCount(); i++) {
            boolean reexported = file.getPublicDependencyList().contains(i);
            line("import " + (reexported ? "public " : "") + quoted(file.getDependency(i)) + ";");
        }
        options(file.getOptions());
        file.getMessageTypeList().forEach(this::message);
        file.getEnumTypeList().forEach(this::enumeration);
        extensions(file.getExtensionList());
        file.getServiceList().forEach(this::service);
    }

    private boolean isProto3() {
        return file.getSyntax().equals("proto3");
    }

    private void message(DescriptorProto message) {
        open("message " + message.getName());
        options(message.getOptions());
        Map<String, DescriptorProto> maps = new HashMap<>();
        message.getNestedTypeList().stream()
                .filter(nested -> nested.getOptions().getMapEntry())
                .forEach(nested -> maps.put(nested.getName(), nested));
        fields(message, maps);
        message.getNestedTypeList().stream()
                .filter(nested -> !nested.getOptions().getMapEntry())
                .forEach(this::message);
        message.getEnumTypeList().forEach(this::enumeration);
        message.getExtensionRangeList()
                .forEach(range -> line("extensions " + range(range.getStart(), range.getEnd() - 1, MAX_FIELD) + ";"));
        extensions(message.getExtensionList());
        message.getReservedRangeList()
                .forEach(range -> line("reserved " + range(range.getStart(), range.getEnd() - 1, MAX_FIELD) + ";"));
        reservedNames(message.getReservedNameList());
        close();
    }

    private static boolean isInOneof(FieldDescriptorProto field) {
        return field.hasOneofIndex() && !field.getProto3Optional();
    }

    /** A choice stands where its first member stood, so that the order of fields survives. */
    private void fields(DescriptorProto message, Map<String, DescriptorProto> maps) {
        Set<Integer> written = new HashSet<>();
        for (FieldDescriptorProto field : message.getFieldList()) {
            if (!isInOneof(field)) {
                line(field(field, maps));
            } else if (written.add(field.getOneofIndex())) {
                open("oneof " + message.getOneofDecl(field.getOneofIndex()).getName());
                message.getFieldList().stream()
                        .filter(member -> isInOneof(member) && member.getOneofIndex() == field.getOneofIndex())
                        .forEach(member -> line(field(member, maps)));
                close();
            }
        }
    }

    private String field(FieldDescriptorProto field, Map<String, DescriptorProto> maps) {
        if (field.getType() == FieldDescriptorProto.Type.TYPE_GROUP) {
            throw new SerializationException("field " + field.getName() + " is a group, which no registry keeps");
        }
        DescriptorProto entry =
                maps.get(field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1));
        String rest = " " + field.getName() + " = " + field.getNumber() + fieldOptions(field) + ";";
        if (entry != null && field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED) {
            return "map<" + type(entry.getField(0)) + ", " + type(entry.getField(1)) + ">" + rest;
        }
        return label(field) + type(field) + rest;
    }

    private String label(FieldDescriptorProto field) {
        if (isInOneof(field)) {
            return "";
        }
        return switch (field.getLabel()) {
            case LABEL_REPEATED -> "repeated ";
            case LABEL_REQUIRED -> "required ";
            case LABEL_OPTIONAL -> isProto3() && !field.getProto3Optional() ? "" : "optional ";
        };
    }

    private static String type(FieldDescriptorProto field) {
        return field.getTypeName().isEmpty()
                ? field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT)
                : field.getTypeName();
    }

    private static String fieldOptions(FieldDescriptorProto field) {
        StringBuilder options = new StringBuilder();
        if (field.hasDefaultValue()) {
            boolean text = field.getType() == FieldDescriptorProto.Type.TYPE_STRING
                    || field.getType() == FieldDescriptorProto.Type.TYPE_BYTES;
            options.append(", default = ").append(text ? quoted(field.getDefaultValue()) : field.getDefaultValue());
        }
        if (field.hasJsonName() && !field.getJsonName().equals(usualJsonName(field.getName()))) {
            options.append(", json_name = ").append(quoted(field.getJsonName()));
        }
        simple(field.getOptions())
                .forEach((name, value) ->
                        options.append(", ").append(name).append(" = ").append(value));
        return options.isEmpty() ? "" : " [" + options.substring(2) + "]";
    }

    private static String usualJsonName(String name) {
        StringBuilder json = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                json.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return json.toString();
    }

    private void extensions(List<FieldDescriptorProto> extensions) {
        extensions.stream()
                .collect(Collectors.groupingBy(FieldDescriptorProto::getExtendee))
                .forEach((extended, fields) -> {
                    open("extend " + extended);
                    fields.forEach(field -> line(field(field, Map.of())));
                    close();
                });
    }

    private void enumeration(EnumDescriptorProto enumeration) {
        open("enum " + enumeration.getName());
        options(enumeration.getOptions());
        for (EnumValueDescriptorProto value : enumeration.getValueList()) {
            String deprecated = value.getOptions().getDeprecated() ? " [deprecated = true]" : "";
            line(value.getName() + " = " + value.getNumber() + deprecated + ";");
        }
        enumeration
                .getReservedRangeList()
                .forEach(range -> line("reserved " + range(range.getStart(), range.getEnd(), Integer.MAX_VALUE) + ";"));
        reservedNames(enumeration.getReservedNameList());
        close();
    }

    private void service(ServiceDescriptorProto service) {
        open("service " + service.getName());
        for (MethodDescriptorProto method : service.getMethodList()) {
            line("rpc " + method.getName() + " (" + (method.getClientStreaming() ? "stream " : "")
                    + method.getInputType() + ") returns (" + (method.getServerStreaming() ? "stream " : "")
                    + method.getOutputType() + ");");
        }
        close();
    }

    private void options(Message options) {
        simple(options).forEach((name, value) -> line("option " + name + " = " + value + ";"));
    }

    /** The options with a plain value: numbers, words and strings. */
    private static Map<String, String> simple(Message options) {
        Map<String, String> result = new LinkedHashMap<>();
        options.getAllFields().forEach((option, value) -> {
            boolean plain = !option.isRepeated()
                    && !option.isExtension()
                    && option.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                    && !option.getName().equals("map_entry");
            if (plain) {
                boolean text = option.getJavaType() == FieldDescriptor.JavaType.STRING;
                result.put(option.getName(), text ? quoted(value.toString()) : value.toString());
            }
        });
        return result;
    }

    private void reservedNames(List<String> names) {
        if (!names.isEmpty()) {
            line("reserved " + names.stream().map(ProtoText::quoted).collect(Collectors.joining(", ")) + ";");
        }
    }

    private static String range(int from, int to, int max) {
        return from == to ? String.valueOf(from) : from + " to " + (to >= max ? "max" : String.valueOf(to));
    }

    private static String quoted(String text) {
        return '"' + TextFormat.escapeDoubleQuotesAndBackslashes(text).replace("\n", "\\n") + '"';
    }

    private void open(String head) {
        line(head + " {");
        depth++;
    }

    private void close() {
        depth--;
        line("}");
    }

    private void line(String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }
}
