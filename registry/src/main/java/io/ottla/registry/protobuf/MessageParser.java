package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ExtensionRange;
import com.google.protobuf.DescriptorProtos.ExtensionRangeOptions;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofOptions;
import java.util.List;
import java.util.function.Consumer;

/** Reads messages of a .proto file, and extensions, which are fields of messages elsewhere. */
final class MessageParser {
    private static final int MAX_FIELD_NUMBER = (1 << 29) - 1;

    private final TokenStream tokens;
    private final boolean proto3;
    private final FieldParser fields;

    MessageParser(TokenStream tokens, boolean proto3) {
        this.tokens = tokens;
        this.proto3 = proto3;
        this.fields = new FieldParser(tokens);
    }

    /** Reads what follows the word {@code message}. */
    DescriptorProto message() {
        return body(tokens.name());
    }

    /** Reads the block of the message of this name. */
    private DescriptorProto body(String name) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        MessageOptions.Builder options = MessageOptions.newBuilder();
        tokens.open();
        while (!tokens.closes()) {
            readMember(message, options);
        }
        addSyntheticOneofs(message);
        return message.build();
    }

    /** A statement's word may also be the type of a field ({@code message.Foo x = 1} apart); what follows it tells. */
    private void readMember(DescriptorProto.Builder message, MessageOptions.Builder options) {
        String word = tokens.peek().text();
        boolean statement = !tokens.peekSecond().is(".");
        if (tokens.takeIf(";")) {
            return;
        }
        switch (statement ? word : "") {
            case "option" -> {
                tokens.take();
                OptionParser.readStatement(tokens, options);
                message.setOptions(options);
            }
            case "message" -> {
                tokens.take();
                message.addNestedType(message());
            }
            case "enum" -> {
                tokens.take();
                message.addEnumType(EnumParser.read(tokens));
            }
            case "extend" -> {
                tokens.take();
                extensions(message::addExtension, message::addNestedType);
            }
            case "extensions" -> {
                tokens.take();
                readExtensionRanges(message);
            }
            case "reserved" -> {
                tokens.take();
                readReserved(message);
            }
            case "oneof" -> {
                tokens.take();
                readOneof(message);
            }
            default -> message.addField(field(message::addNestedType));
        }
    }

    private void readReserved(DescriptorProto.Builder message) {
        Ranges.readReserved(
                tokens,
                message::addReservedName,
                (first, last) ->
                        message.addReservedRangeBuilder().setStart(first).setEnd(pastEnd(last)));
    }

    private void readExtensionRanges(DescriptorProto.Builder message) {
        int before = message.getExtensionRangeCount();
        Ranges.read(
                tokens,
                (first, last) ->
                        message.addExtensionRangeBuilder().setStart(first).setEnd(pastEnd(last)));
        ExtensionRangeOptions.Builder options = ExtensionRangeOptions.newBuilder();
        if (OptionParser.readBrackets(tokens, options, name -> false)) {
            for (ExtensionRange.Builder range :
                    message.getExtensionRangeBuilderList().subList(before, message.getExtensionRangeCount())) {
                range.setOptions(options);
            }
        }
        tokens.expect(";");
    }

    private static int pastEnd(int last) {
        return Math.min(last, MAX_FIELD_NUMBER) + 1;
    }

    private void readOneof(DescriptorProto.Builder message) {
        int index = message.getOneofDeclCount();
        var oneof = message.addOneofDeclBuilder().setName(tokens.name());
        OneofOptions.Builder options = OneofOptions.newBuilder();
        tokens.open();
        while (!tokens.closes()) {
            if (tokens.peek().is("option") && !tokens.peekSecond().is(".")) {
                tokens.take();
                OptionParser.readStatement(tokens, options);
                oneof.setOptions(options);
            } else if (!tokens.takeIf(";")) {
                message.addField(field(message::addNestedType).setOneofIndex(index));
            }
        }
    }

    /** Reads what follows the word {@code extend}. */
    void extensions(Consumer<FieldDescriptorProto> extension, Consumer<DescriptorProto> group) {
        String extendee = tokens.path();
        tokens.open();
        while (!tokens.closes()) {
            if (!tokens.takeIf(";")) {
                extension.accept(field(group).setExtendee(extendee).build());
            }
        }
    }

    private FieldDescriptorProto.Builder field(Consumer<DescriptorProto> nested) {
        if (tokens.peek().is("map") && tokens.peekSecond().is("<")) {
            return fields.map(nested);
        }
        FieldDescriptorProto.Builder field = fields.start();
        if (field.getType() == FieldDescriptorProto.Type.TYPE_GROUP) {
            nested.accept(body(field.getTypeName()));
        } else {
            if (proto3 && field.getProto3Optional()) {
                field.setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
            } else {
                field.clearProto3Optional();
            }
            tokens.expect(";");
        }
        return field;
    }

    /** Protobuf tells whether an optional field of proto3 is there by a oneof around it, behind those that were written. */
    private static void addSyntheticOneofs(DescriptorProto.Builder message) {
        List<FieldDescriptorProto.Builder> fields = message.getFieldBuilderList();
        for (FieldDescriptorProto.Builder field : fields) {
            if (field.getProto3Optional()) {
                field.setOneofIndex(message.getOneofDeclCount());
                message.addOneofDeclBuilder().setName("_" + field.getName());
            }
        }
    }
}
