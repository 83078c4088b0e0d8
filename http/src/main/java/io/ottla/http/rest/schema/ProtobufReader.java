package io.ottla.http.rest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.ottla.http.rest.schema.DataCodec.UnfitData;
import java.math.BigDecimal;
import java.util.Base64;

/** Reads JSON as messages, by Protobuf's own mapping of JSON: fields by either of their names, null for "not there". */
final class ProtobufReader {
    private ProtobufReader() {}

    static DynamicMessage read(Descriptor descriptor, JsonNode data) {
        return WellKnownTypes.isOne(descriptor) ? WellKnownTypes.read(descriptor, data) : readFields(descriptor, data);
    }

    static DynamicMessage readFields(Descriptor descriptor, JsonNode data) {
        if (!data.isObject()) {
            throw new UnfitData(descriptor.getFullName() + " must be a JSON object");
        }
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        data.properties().forEach(member -> {
            FieldDescriptor field = field(descriptor, member.getKey());
            if (!member.getValue().isNull() || WellKnownTypes.takesNull(field)) {
                set(message, field, member.getValue());
            }
        });
        if (!message.isInitialized()) {
            throw new UnfitData("Fields are missing: " + message.findInitializationErrors());
        }
        return message.build();
    }

    private static FieldDescriptor field(Descriptor descriptor, String name) {
        return descriptor.getFields().stream()
                .filter(field ->
                        field.getJsonName().equals(name) || field.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnfitData("There is no field " + name + " in " + descriptor.getFullName()));
    }

    private static void set(DynamicMessage.Builder message, FieldDescriptor field, JsonNode data) {
        if (field.getContainingOneof() != null && message.hasOneof(field.getContainingOneof())) {
            throw new UnfitData(
                    "Two fields of the oneof " + field.getContainingOneof().getName() + " are set");
        }
        if (field.isMapField()) {
            entries(message, field, data);
        } else if (field.isRepeated()) {
            if (!data.isArray()) {
                throw unfit(field, "a list");
            }
            data.forEach(element -> message.addRepeatedField(field, value(field, element)));
        } else {
            message.setField(field, value(field, data));
        }
    }

    private static void entries(DynamicMessage.Builder message, FieldDescriptor field, JsonNode data) {
        if (!data.isObject()) {
            throw unfit(field, "an object");
        }
        Descriptor entry = field.getMessageType();
        FieldDescriptor key = entry.findFieldByNumber(1);
        FieldDescriptor value = entry.findFieldByNumber(2);
        data.properties()
                .forEach(member -> message.addRepeatedField(
                        field,
                        DynamicMessage.newBuilder(entry)
                                .setField(key, value(key, TextNode.valueOf(member.getKey())))
                                .setField(value, value(value, member.getValue()))
                                .build()));
    }

    static Object value(FieldDescriptor field, JsonNode data) {
        return switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> (int) whole(field, data, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32, FIXED32 -> (int) whole(field, data, 0, 0xffffffffL);
            case INT64, SINT64, SFIXED64 -> whole(field, data, Long.MIN_VALUE, Long.MAX_VALUE);
            case UINT64, FIXED64 -> unsigned(field, data);
            case DOUBLE -> real(field, data);
            case FLOAT -> (float) real(field, data);
            case BOOL -> bool(field, data);
            case STRING -> text(field, data);
            case BYTES -> bytes(field, data);
            case ENUM -> constant(field, data);
            case MESSAGE, GROUP -> read(field.getMessageType(), data);
        };
    }

    /** Numbers may be strings, and 1.0 is a whole number. */
    private static long whole(FieldDescriptor field, JsonNode data, long least, long most) {
        try {
            long value = number(field, data).longValueExact();
            if (value >= least && value <= most) {
                return value;
            }
        } catch (ArithmeticException e) {
            throw unfit(field, "a whole number");
        }
        throw unfit(field, "between " + least + " and " + most);
    }

    private static long unsigned(FieldDescriptor field, JsonNode data) {
        try {
            var value = number(field, data).toBigIntegerExact();
            if (value.signum() >= 0 && value.bitLength() <= Long.SIZE) {
                return value.longValue();
            }
        } catch (ArithmeticException e) {
            throw unfit(field, "a whole number");
        }
        throw unfit(field, "a number of 64 bits without a sign");
    }

    private static BigDecimal number(FieldDescriptor field, JsonNode data) {
        if (!data.isNumber() && !data.isTextual()) {
            throw unfit(field, "a number");
        }
        try {
            BigDecimal number = data.isNumber() ? data.decimalValue() : new BigDecimal(data.textValue());
            if (Math.abs((long) number.scale()) > 400) {
                throw unfit(field, "a number of a sensible size");
            }
            return number;
        } catch (NumberFormatException e) {
            throw unfit(field, "a number");
        }
    }

    private static double real(FieldDescriptor field, JsonNode data) {
        return switch (data.isTextual() ? data.textValue() : "") {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> number(field, data).doubleValue();
        };
    }

    private static boolean bool(FieldDescriptor field, JsonNode data) {
        if (data.isBoolean()) {
            return data.booleanValue();
        }
        // Keys of maps are always texts.
        if (data.isTextual()
                && (data.textValue().equals("true") || data.textValue().equals("false"))) {
            return data.textValue().equals("true");
        }
        throw unfit(field, "true or false");
    }

    private static String text(FieldDescriptor field, JsonNode data) {
        if (!data.isTextual()) {
            throw unfit(field, "a text");
        }
        return data.textValue();
    }

    private static ByteString bytes(FieldDescriptor field, JsonNode data) {
        String text = text(field, data).replace('-', '+').replace('_', '/');
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw unfit(field, "base64");
        }
    }

    private static EnumValueDescriptor constant(FieldDescriptor field, JsonNode data) {
        EnumValueDescriptor found = data.isIntegralNumber()
                ? field.getEnumType().findValueByNumber((int) whole(field, data, Integer.MIN_VALUE, Integer.MAX_VALUE))
                : field.getEnumType().findValueByName(text(field, data));
        if (found == null) {
            throw unfit(field, "a constant of " + field.getEnumType().getFullName());
        }
        return found;
    }

    private static UnfitData unfit(FieldDescriptor field, String wanted) {
        return new UnfitData("The field " + field.getName() + " of "
                + field.getContainingType().getFullName() + " must be " + wanted);
    }
}
