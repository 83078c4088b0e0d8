package io.ottla.registry.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.ottla.registry.schema.InvalidSchema;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Options of anything in a .proto file. Those that Protobuf defines become fields of the options' message; custom ones are kept
 * as they are written.
 */
final class OptionParser {
    private static final String CUSTOM = "uninterpreted_option";

    private OptionParser() {}

    /** Reads what follows the word that begins the statement, with the semicolon. */
    static void readStatement(TokenStream tokens, Message.Builder options) {
        readOne(tokens, options, name -> false);
        tokens.expect(";");
    }

    /**
     * Reads options in brackets, if there are any.
     *
     * @param special takes an option that is not in the options' message, such as a field's default, and the value behind it;
     *     says whether it did
     * @return whether any option went into the message
     */
    static boolean readBrackets(TokenStream tokens, Message.Builder options, Predicate<String> special) {
        boolean any = false;
        if (tokens.takeIf("[")) {
            do {
                any |= readOne(tokens, options, special);
            } while (tokens.takeIf(","));
            tokens.expect("]");
        }
        return any;
    }

    private static boolean readOne(TokenStream tokens, Message.Builder options, Predicate<String> special) {
        UninterpretedOption.Builder option = UninterpretedOption.newBuilder();
        do {
            boolean custom = tokens.takeIf("(");
            option.addNameBuilder()
                    .setNamePart(custom ? tokens.path() : tokens.name())
                    .setIsExtension(custom);
            if (custom) {
                tokens.expect(")");
            }
        } while (tokens.takeIf("."));
        tokens.expect("=");
        String first = option.getName(0).getNamePart();
        if (option.getNameCount() == 1 && !option.getName(0).getIsExtension() && special.test(first)) {
            return false;
        }
        readValue(tokens, option);
        if (option.getName(0).getIsExtension()) {
            options.addRepeatedField(options.getDescriptorForType().findFieldByName(CUSTOM), option.build());
        } else {
            setKnown(options, option);
        }
        return true;
    }

    private static void readValue(TokenStream tokens, UninterpretedOption.Builder option) {
        Token next = tokens.peek();
        if (next.kind() == Token.Kind.STRING) {
            option.setStringValue(StringLiterals.bytes(tokens.rawString()));
        } else if (next.is("{")) {
            option.setAggregateValue(aggregate(tokens));
        } else if (next.kind() == Token.Kind.NAME) {
            option.setIdentifierValue(tokens.take().text());
        } else {
            readNumber(tokens, option);
        }
    }

    private static void readNumber(TokenStream tokens, UninterpretedOption.Builder option) {
        boolean negative = tokens.takeIf("-");
        if (!negative) {
            tokens.takeIf("+");
        }
        Token number = tokens.take();
        try {
            long whole = Long.decode(number.text());
            if (negative) {
                option.setNegativeIntValue(-whole);
            } else {
                option.setPositiveIntValue(whole);
            }
        } catch (NumberFormatException notWhole) {
            try {
                option.setDoubleValue(Double.parseDouble((negative ? "-" : "") + number.text()));
            } catch (NumberFormatException notAtAll) {
                throw new InvalidSchema("not a value of an option: " + number.place());
            }
        }
    }

    /** The words between the braces, with blanks between them: the text format needs no more. */
    private static String aggregate(TokenStream tokens) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        tokens.expect("{");
        while (depth > 0 || !tokens.peek().is("}")) {
            if (tokens.atEnd()) {
                throw tokens.expected("'}'");
            }
            Token token = tokens.take();
            depth += token.is("{") ? 1 : (token.is("}") ? -1 : 0);
            boolean string = token.kind() == Token.Kind.STRING;
            text.append(text.isEmpty() ? "" : " ").append(string ? '"' + token.text() + '"' : token.text());
        }
        tokens.expect("}");
        return text.toString();
    }

    private static void setKnown(Message.Builder options, UninterpretedOption.Builder option) {
        Message.Builder target = options;
        for (int part = 0; part < option.getNameCount() - 1; part++) {
            FieldDescriptor inner = known(target, option.getName(part).getNamePart());
            if (inner.getJavaType() != FieldDescriptor.JavaType.MESSAGE || inner.isRepeated()) {
                throw new InvalidSchema("option " + inner.getName() + " has no parts");
            }
            target = target.getFieldBuilder(inner);
        }
        FieldDescriptor field =
                known(target, option.getName(option.getNameCount() - 1).getNamePart());
        if (option.hasAggregateValue()) {
            merge(target, field, option.getAggregateValue());
            return;
        }
        Object value = value(field, option);
        if (value == null) {
            throw new InvalidSchema("option " + field.getName() + " does not take this value");
        }
        if (field.isRepeated()) {
            target.addRepeatedField(field, value);
        } else {
            target.setField(field, value);
        }
    }

    private static FieldDescriptor known(Message.Builder options, String name) {
        FieldDescriptor field = options.getDescriptorForType().findFieldByName(name);
        if (field == null || name.equals(CUSTOM)) {
            throw new InvalidSchema("unknown option \"" + name + "\" of "
                    + options.getDescriptorForType().getName());
        }
        return field;
    }

    private static void merge(Message.Builder target, FieldDescriptor field, String aggregate) {
        try {
            TextFormat.merge(field.getName() + " { " + aggregate + " }", target);
        } catch (TextFormat.ParseException e) {
            throw new InvalidSchema("option " + field.getName() + ": " + e.getMessage());
        }
    }

    private static @Nullable Object value(FieldDescriptor field, UninterpretedOption.Builder option) {
        String word = option.getIdentifierValue();
        ByteString text = option.getStringValue();
        return switch (field.getJavaType()) {
            case BOOLEAN -> (word.equals("true") || word.equals("false")) ? Boolean.valueOf(word) : null;
            case ENUM -> enumValue(field, word);
            case STRING -> option.hasStringValue() ? text.toStringUtf8() : null;
            case BYTE_STRING -> option.hasStringValue() ? text : null;
            case INT -> option.hasPositiveIntValue() ? (Integer) (int) option.getPositiveIntValue() : null;
            case LONG -> option.hasPositiveIntValue() ? (Long) option.getPositiveIntValue() : null;
            case DOUBLE -> option.getDoubleValue();
            case FLOAT -> (float) option.getDoubleValue();
            case MESSAGE -> null;
        };
    }

    private static @Nullable EnumValueDescriptor enumValue(FieldDescriptor field, String word) {
        return field.getEnumType().findValueByName(word);
    }
}
