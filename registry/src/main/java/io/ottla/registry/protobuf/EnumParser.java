package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueOptions;

/** Reads an enum of a .proto file. */
final class EnumParser {
    private EnumParser() {}

    /** Reads what follows the word {@code enum}. */
    static EnumDescriptorProto read(TokenStream tokens) {
        EnumDescriptorProto.Builder result = EnumDescriptorProto.newBuilder().setName(tokens.name());
        EnumOptions.Builder options = EnumOptions.newBuilder();
        tokens.open();
        while (!tokens.closes()) {
            if (tokens.peek().is("option") && !tokens.peekSecond().is("=")) {
                tokens.take();
                OptionParser.readStatement(tokens, options);
                result.setOptions(options);
            } else if (tokens.peek().is("reserved") && !tokens.peekSecond().is("=")) {
                tokens.take();
                readReserved(tokens, result);
            } else if (!tokens.takeIf(";")) {
                result.addValue(value(tokens));
            }
        }
        return result.build();
    }

    private static void readReserved(TokenStream tokens, EnumDescriptorProto.Builder result) {
        Ranges.readReserved(
                tokens,
                result::addReservedName,
                (start, end) -> result.addReservedRangeBuilder().setStart(start).setEnd(end));
    }

    private static EnumValueDescriptorProto value(TokenStream tokens) {
        EnumValueDescriptorProto.Builder value =
                EnumValueDescriptorProto.newBuilder().setName(tokens.name());
        tokens.expect("=");
        value.setNumber(tokens.integer());
        EnumValueOptions.Builder options = EnumValueOptions.newBuilder();
        if (OptionParser.readBrackets(tokens, options, name -> false)) {
            value.setOptions(options);
        }
        tokens.expect(";");
        return value.build();
    }
}
