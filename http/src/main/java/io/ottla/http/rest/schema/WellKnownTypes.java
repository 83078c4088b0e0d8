package io.ottla.http.rest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.schema.DataCodec.UnfitData;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;

/** The messages that Protobuf itself brings and that have a JSON of their own. Any is not among them: its types are elsewhere. */
final class WellKnownTypes {
    private static final String PACKAGE = "google.protobuf.";
    private static final Set<String> WRAPPERS = Set.of(
            "DoubleValue",
            "FloatValue",
            "Int64Value",
            "UInt64Value",
            "Int32Value",
            "UInt32Value",
            "BoolValue",
            "StringValue",
            "BytesValue");
    private static final Set<String> OTHERS = Set.of("Timestamp", "Duration", "Struct", "Value", "ListValue");
    private static final int NANOS_DIGITS = 9;

    private WellKnownTypes() {}

    static boolean isOne(Descriptor descriptor) {
        return PACKAGE.equals(descriptor.getFile().getPackage() + ".")
                && (WRAPPERS.contains(descriptor.getName()) || OTHERS.contains(descriptor.getName()));
    }

    /** Whether a null is a value of the field and not its absence. */
    static boolean takesNull(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isRepeated()
                && isOne(field.getMessageType())
                && field.getMessageType().getName().equals("Value");
    }

    static DynamicMessage read(Descriptor descriptor, JsonNode data) {
        return switch (descriptor.getName()) {
            case "Timestamp" -> timestamp(descriptor, data);
            case "Duration" -> duration(descriptor, data);
            case "Struct" -> single(descriptor, 1, object(data));
            case "ListValue" -> single(descriptor, 1, data);
            case "Value" -> value(descriptor, data);
            default -> single(descriptor, 1, data);
        };
    }

    static JsonNode write(Message message) {
        return switch (message.getDescriptorForType().getName()) {
            case "Timestamp" -> timestamp(message);
            case "Duration" ->
                TextNode.valueOf(BigDecimal.valueOf(number(message, 1))
                                .add(BigDecimal.valueOf(number(message, 2), NANOS_DIGITS))
                                .stripTrailingZeros()
                                .toPlainString()
                        + "s");
            case "Struct" -> ProtobufWriter.writeFields(message).path("fields");
            case "ListValue" -> ProtobufWriter.writeFields(message).path("values");
            case "Value" -> value(message);
            default -> {
                FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(1);
                yield ProtobufWriter.single(field, message.getField(field));
            }
        };
    }

    private static JsonNode object(JsonNode data) {
        if (!data.isObject()) {
            throw new UnfitData("A Struct must be a JSON object");
        }
        return data;
    }

    /** A message of one field, which the JSON is. */
    private static DynamicMessage single(Descriptor descriptor, int number, JsonNode data) {
        FieldDescriptor field = descriptor.findFieldByNumber(number);
        ObjectNode fields = Json.object();
        fields.set(field.getName(), data);
        return ProtobufReader.readFields(descriptor, fields);
    }

    private static DynamicMessage seconds(Descriptor descriptor, long seconds, int nanos) {
        return DynamicMessage.newBuilder(descriptor)
                .setField(descriptor.findFieldByNumber(1), seconds)
                .setField(descriptor.findFieldByNumber(2), nanos)
                .build();
    }

    private static DynamicMessage timestamp(Descriptor descriptor, JsonNode data) {
        try {
            Instant time = OffsetDateTime.parse(data.asText()).toInstant();
            return seconds(descriptor, time.getEpochSecond(), time.getNano());
        } catch (DateTimeException e) {
            throw new UnfitData("A Timestamp must be as in 2026-11-22T10:15:30Z");
        }
    }

    private static JsonNode timestamp(Message message) {
        try {
            return TextNode.valueOf(Instant.ofEpochSecond(number(message, 1), number(message, 2))
                    .toString());
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnfitData("A Timestamp is beyond all time");
        }
    }

    private static DynamicMessage duration(Descriptor descriptor, JsonNode data) {
        String text = data.asText();
        try {
            BigDecimal seconds = new BigDecimal(text.endsWith("s") ? text.substring(0, text.length() - 1) : "");
            if (seconds.precision() - seconds.scale() > 12) {
                throw new UnfitData("A Duration is too long");
            }
            long whole = seconds.longValue();
            return seconds(
                    descriptor,
                    whole,
                    seconds.subtract(BigDecimal.valueOf(whole))
                            .movePointRight(NANOS_DIGITS)
                            .intValueExact());
        } catch (NumberFormatException | ArithmeticException e) {
            throw new UnfitData("A Duration must be as in 1.5s");
        }
    }

    private static DynamicMessage value(Descriptor descriptor, JsonNode data) {
        return switch (data.getNodeType()) {
            case NULL ->
                DynamicMessage.newBuilder(descriptor)
                        .setField(
                                descriptor.findFieldByNumber(1),
                                descriptor.findFieldByNumber(1).getEnumType().findValueByNumber(0))
                        .build();
            case NUMBER -> single(descriptor, 2, data);
            case STRING -> single(descriptor, 3, data);
            case BOOLEAN -> single(descriptor, 4, data);
            case OBJECT -> single(descriptor, 5, data);
            case ARRAY -> single(descriptor, 6, data);
            default -> throw new UnfitData("A Value must be JSON");
        };
    }

    private static JsonNode value(Message message) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (message.hasField(field)) {
                Object value = message.getField(field);
                return switch (field.getNumber()) {
                    case 1 -> NullNode.getInstance();
                    case 2 -> DoubleNode.valueOf((Double) value);
                    case 3 -> TextNode.valueOf((String) value);
                    case 4 -> BooleanNode.valueOf((Boolean) value);
                    default -> write((Message) value);
                };
            }
        }
        return NullNode.getInstance();
    }

    private static long number(Message message, int field) {
        return ((Number) message.getField(message.getDescriptorForType().findFieldByNumber(field))).longValue();
    }
}
