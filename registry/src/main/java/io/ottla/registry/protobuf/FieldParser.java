package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import io.ottla.registry.schema.InvalidSchema;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads fields of messages. */
final class FieldParser {
    private final TokenStream tokens;

    FieldParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads a field up to its semicolon, or up to its block if it is a group. A field that says {@code optional} comes back
     * with {@code proto3_optional}, whatever the syntax.
     */
    FieldDescriptorProto.Builder start() {
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder();
        readLabel(field);
        boolean group = tokens.peek().is("group") && tokens.peekSecond().kind() == Token.Kind.NAME;
        if (group) {
            tokens.take();
            String name = tokens.name();
            field.setName(name.toLowerCase(Locale.ROOT))
                    .setTypeName(name)
                    .setType(FieldDescriptorProto.Type.TYPE_GROUP);
        } else {
            setType(field, tokens.path());
            field.setName(tokens.name());
        }
        readNumberAndOptions(field);
        return field;
    }

    /** Reads a map, which is a repeated field of entries. */
    FieldDescriptorProto.Builder map(Consumer<DescriptorProto> nested) {
        tokens.expect("map");
        tokens.expect("<");
        FieldDescriptorProto.Builder key = part("key", 1);
        tokens.expect(",");
        FieldDescriptorProto.Builder value = part("value", 2);
        tokens.expect(">");
        FieldDescriptorProto.Builder field =
                FieldDescriptorProto.newBuilder().setName(tokens.name()).setLabel(Label.LABEL_REPEATED);
        String entry = entryName(field.getName());
        field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(entry);
        readNumberAndOptions(field);
        tokens.expect(";");
        DescriptorProto.Builder type =
                DescriptorProto.newBuilder().setName(entry).addField(key).addField(value);
        type.getOptionsBuilder().setMapEntry(true);
        nested.accept(type.build());
        return field;
    }

    private FieldDescriptorProto.Builder part(String name, int number) {
        FieldDescriptorProto.Builder part = FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(Label.LABEL_OPTIONAL);
        setType(part, tokens.path());
        return part;
    }

    /** The name that Protobuf gives the entry of a map: {@code my_map} has {@code MyMapEntry}. */
    static String entryName(String field) {
        StringBuilder name = new StringBuilder();
        for (String word : field.split("_")) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return name.append("Entry").toString();
    }

    private void readLabel(FieldDescriptorProto.Builder field) {
        field.setLabel(Label.LABEL_OPTIONAL);
        if (tokens.peekSecond().is(".") || tokens.peekSecond().is("=")) {
            return;
        }
        if (tokens.takeIf("repeated")) {
            field.setLabel(Label.LABEL_REPEATED);
        } else if (tokens.takeIf("required")) {
            field.setLabel(Label.LABEL_REQUIRED);
        } else if (tokens.takeIf("optional")) {
            field.setProto3Optional(true);
        }
    }

    private static void setType(FieldDescriptorProto.Builder field, String name) {
        Optional<FieldDescriptorProto.Type> scalar = scalar(name);
        if (scalar.isPresent()) {
            field.setType(scalar.get());
        } else {
            field.setTypeName(name);
        }
    }

    private static Optional<FieldDescriptorProto.Type> scalar(String name) {
        for (FieldDescriptorProto.Type type : FieldDescriptorProto.Type.values()) {
            boolean named = type == FieldDescriptorProto.Type.TYPE_GROUP
                    || type == FieldDescriptorProto.Type.TYPE_MESSAGE
                    || type == FieldDescriptorProto.Type.TYPE_ENUM;
            if (!named && scalarName(type).equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The word for a scalar type. */
    static String scalarName(FieldDescriptorProto.Type type) {
        return type.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    }

    private void readNumberAndOptions(FieldDescriptorProto.Builder field) {
        tokens.expect("=");
        field.setNumber(tokens.integer());
        FieldOptions.Builder options = FieldOptions.newBuilder();
        if (OptionParser.readBrackets(tokens, options, name -> readSpecial(field, name))) {
            field.setOptions(options);
        }
    }

    private boolean readSpecial(FieldDescriptorProto.Builder field, String name) {
        if (name.equals("json_name")) {
            field.setJsonName(tokens.string());
            return true;
        }
        if (name.equals("default")) {
            field.setDefaultValue(defaultValue(field.getType()));
            return true;
        }
        return false;
    }

    private String defaultValue(FieldDescriptorProto.Type type) {
        if (tokens.peek().kind() == Token.Kind.STRING) {
            return type == FieldDescriptorProto.Type.TYPE_BYTES ? tokens.rawString() : tokens.string();
        }
        String sign = tokens.takeIf("-") ? "-" : "";
        Token value = tokens.take();
        if (value.kind() != Token.Kind.NAME && value.kind() != Token.Kind.NUMBER) {
            throw new InvalidSchema("not a default: " + value.place());
        }
        return sign + value.text();
    }
}
