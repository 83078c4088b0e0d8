package io.ottla.registry.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Options as they stand in a .proto file: {@code java_package = "a.b"}. */
final class OptionText {
    private OptionText() {}

    static void each(Message options, Consumer<String> nameAndValue) {
        options.getAllFields().forEach((field, value) -> {
            if (field.isRepeated()) {
                ((List<?>) value).forEach(one -> nameAndValue.accept(text(field, one)));
            } else if (!isMapEntry(field)) {
                nameAndValue.accept(text(field, value));
            }
        });
    }

    /** {@code [a = 1, b = 2]} with a blank in front, or nothing. */
    static String brackets(Message options, List<String> before) {
        List<String> all = new ArrayList<>(before);
        each(options, all::add);
        return all.isEmpty() ? "" : " [" + String.join(", ", all) + "]";
    }

    private static boolean isMapEntry(FieldDescriptor field) {
        return field.getFullName().equals("google.protobuf.MessageOptions.map_entry");
    }

    private static String text(FieldDescriptor field, Object value) {
        return value instanceof UninterpretedOption custom
                ? name(custom) + " = " + value(custom)
                : field.getName() + " = " + known(value);
    }

    private static String known(Object value) {
        if (value instanceof EnumValueDescriptor name) {
            return name.getName();
        }
        if (value instanceof String text) {
            return StringLiterals.quoted(text);
        }
        if (value instanceof ByteString bytes) {
            return '"' + TextFormat.escapeBytes(bytes) + '"';
        }
        return value instanceof Message message ? "{ " + oneLine(message) + " }" : String.valueOf(value);
    }

    private static String oneLine(Message message) {
        return TextFormat.printer()
                .emittingSingleLine(true)
                .printToString(message)
                .strip();
    }

    private static String name(UninterpretedOption option) {
        return option.getNameList().stream()
                .map(part -> part.getIsExtension() ? "(" + part.getNamePart() + ")" : part.getNamePart())
                .collect(Collectors.joining("."));
    }

    private static String value(UninterpretedOption option) {
        if (option.hasStringValue()) {
            return '"' + TextFormat.escapeBytes(option.getStringValue()) + '"';
        }
        if (option.hasAggregateValue()) {
            return "{ " + option.getAggregateValue() + " }";
        }
        if (option.hasIdentifierValue()) {
            return option.getIdentifierValue();
        }
        if (option.hasDoubleValue()) {
            return String.valueOf(option.getDoubleValue());
        }
        return String.valueOf(
                option.hasNegativeIntValue() ? option.getNegativeIntValue() : option.getPositiveIntValue());
    }
}
