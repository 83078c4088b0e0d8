package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ExtensionRange;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes messages with their fields; maps, groups and optional fields of proto3 as people write them. */
final class MessagePrinter {
    private static final int PAST_LAST_FIELD = 1 << 29;

    private final IndentedText out;
    private final boolean proto2;

    /** In proto2 every field has a label; elsewhere only those that say more than none. */
    MessagePrinter(IndentedText out, boolean proto2) {
        this.out = out;
        this.proto2 = proto2;
    }

    void print(DescriptorProto message) {
        out.open("message " + message.getName());
        printBody(message);
        out.close();
    }

    void printExtend(String extendee, List<FieldDescriptorProto> extensions) {
        out.blankLine();
        out.open("extend " + extendee);
        extensions.forEach(extension -> printField(extension, DescriptorProto.getDefaultInstance(), true));
        out.close();
    }

    private void printBody(DescriptorProto message) {
        OptionText.each(message.getOptions(), option -> out.line("option " + option + ";"));
        printReserved(message);
        printFields(message);
        Set<String> written = namesWrittenWithFields(message);
        for (DescriptorProto nested : message.getNestedTypeList()) {
            if (!written.contains(nested.getName())) {
                out.blankLine();
                print(nested);
            }
        }
        message.getEnumTypeList().forEach(type -> {
            out.blankLine();
            ProtoPrinter.printEnum(out, type);
        });
        ProtoPrinter.printExtensions(this, message.getExtensionList());
    }

    private void printReserved(DescriptorProto message) {
        message.getReservedNameList().forEach(name -> out.line("reserved " + StringLiterals.quoted(name) + ";"));
        message.getReservedRangeList()
                .forEach(range ->
                        out.line("reserved " + range(range.getStart(), range.getEnd() - 1, PAST_LAST_FIELD - 1) + ";"));
        for (ExtensionRange range : message.getExtensionRangeList()) {
            out.line("extensions " + range(range.getStart(), range.getEnd() - 1, PAST_LAST_FIELD - 1)
                    + OptionText.brackets(range.getOptions(), List.of()) + ";");
        }
    }

    /** A range with both ends, of which {@code greatest} is called max. */
    static String range(int first, int last, int greatest) {
        return first == last
                ? String.valueOf(first)
                : first + " to " + (last == greatest ? "max" : String.valueOf(last));
    }

    /** A oneof stands where its first field does. */
    private void printFields(DescriptorProto message) {
        Set<Integer> oneofs = new HashSet<>();
        for (FieldDescriptorProto field : message.getFieldList()) {
            if (!field.hasOneofIndex() || field.getProto3Optional()) {
                printField(field, message, true);
            } else if (oneofs.add(field.getOneofIndex())) {
                printOneof(message, field.getOneofIndex());
            }
        }
    }

    private void printOneof(DescriptorProto message, int index) {
        OneofDescriptorProto oneof = message.getOneofDecl(index);
        out.open("oneof " + oneof.getName());
        OptionText.each(oneof.getOptions(), option -> out.line("option " + option + ";"));
        for (FieldDescriptorProto field : message.getFieldList()) {
            if (field.hasOneofIndex() && field.getOneofIndex() == index) {
                printField(field, message, false);
            }
        }
        out.close();
    }

    private void printField(FieldDescriptorProto field, DescriptorProto owner, boolean labelled) {
        Optional<DescriptorProto> nested = nested(owner, field);
        Optional<DescriptorProto> entry =
                nested.filter(type -> type.getOptions().getMapEntry());
        String end = " = " + field.getNumber() + OptionText.brackets(field.getOptions(), special(field));
        if (entry.isPresent()) {
            out.line("map<" + type(entry.get().getField(0)) + ", "
                    + type(entry.get().getField(1)) + "> " + field.getName() + end + ";");
        } else if (field.getType() == FieldDescriptorProto.Type.TYPE_GROUP && nested.isPresent()) {
            out.open(label(field, labelled) + "group " + nested.get().getName() + end);
            printBody(nested.get());
            out.close();
        } else {
            out.line(label(field, labelled) + type(field) + " " + field.getName() + end + ";");
        }
    }

    private String label(FieldDescriptorProto field, boolean labelled) {
        if (!labelled) {
            return "";
        }
        if (field.getLabel() == Label.LABEL_OPTIONAL) {
            return proto2 || field.getProto3Optional() ? "optional " : "";
        }
        return field.getLabel() == Label.LABEL_REPEATED ? "repeated " : "required ";
    }

    private static String type(FieldDescriptorProto field) {
        return field.hasTypeName() ? field.getTypeName() : FieldParser.scalarName(field.getType());
    }

    private static List<String> special(FieldDescriptorProto field) {
        List<String> result = new ArrayList<>();
        if (field.hasDefaultValue()) {
            boolean quoted = field.getType() == FieldDescriptorProto.Type.TYPE_STRING;
            boolean raw = field.getType() == FieldDescriptorProto.Type.TYPE_BYTES;
            String value = field.getDefaultValue();
            result.add("default = " + (quoted ? StringLiterals.quoted(value) : raw ? '"' + value + '"' : value));
        }
        if (field.hasJsonName() && !field.getJsonName().equals(usualJsonName(field.getName()))) {
            result.add("json_name = " + StringLiterals.quoted(field.getJsonName()));
        }
        return result;
    }

    /** What Protobuf calls a field in JSON unless told otherwise: {@code my_field} is {@code myField}. */
    private static String usualJsonName(String field) {
        StringBuilder name = new StringBuilder();
        boolean capital = false;
        for (int index = 0; index < field.length(); index++) {
            char c = field.charAt(index);
            if (c == '_') {
                capital = true;
            } else {
                name.append(capital ? Character.toUpperCase(c) : c);
                capital = false;
            }
        }
        return name.toString();
    }

    private static Set<String> namesWrittenWithFields(DescriptorProto message) {
        Set<String> names = new HashSet<>();
        for (FieldDescriptorProto field : message.getFieldList()) {
            nested(message, field)
                    .filter(type ->
                            type.getOptions().getMapEntry() || field.getType() == FieldDescriptorProto.Type.TYPE_GROUP)
                    .ifPresent(type -> names.add(type.getName()));
        }
        return names;
    }

    /** The type of a field if it is one of the message's own, whether it is named in full or not. */
    private static Optional<DescriptorProto> nested(DescriptorProto owner, FieldDescriptorProto field) {
        String name = field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1);
        return field.getTypeName().isEmpty()
                ? Optional.empty()
                : owner.getNestedTypeList().stream()
                        .filter(type -> type.getName().equals(name))
                        .findFirst();
    }
}
