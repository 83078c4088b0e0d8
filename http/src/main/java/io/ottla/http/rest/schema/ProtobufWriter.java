package io.ottla.http.rest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.ottla.http.rest.Json;
import java.util.List;

/**
 * Tells messages in JSON by Protobuf's own mapping: names in lower camel case, 64 bits as texts. Fields that cannot be absent
 * are told with their default.
 */
final class ProtobufWriter {
    private ProtobufWriter() {}

    static JsonNode write(Message message) {
        return WellKnownTypes.isOne(message.getDescriptorForType())
                ? WellKnownTypes.write(message)
                : writeFields(message);
    }

    static ObjectNode writeFields(Message message) {
        ObjectNode object = Json.object();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated() || !field.hasPresence() || message.hasField(field)) {
                object.set(field.getJsonName(), field(field, message.getField(field)));
            }
        }
        return object;
    }

    private static JsonNode field(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            ObjectNode entries = Json.object();
            ((List<?>) value).forEach(element -> entry(entries, (Message) element));
            return entries;
        }
        if (field.isRepeated()) {
            ArrayNode list = Json.object().arrayNode();
            ((List<?>) value).forEach(element -> list.add(single(field, element)));
            return list;
        }
        return single(field, value);
    }

    private static void entry(ObjectNode entries, Message entry) {
        FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
        FieldDescriptor value = entry.getDescriptorForType().findFieldByNumber(2);
        entries.set(single(key, entry.getField(key)).asText(), single(value, entry.getField(value)));
    }

    static JsonNode single(FieldDescriptor field, Object value) {
        return switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> IntNode.valueOf((Integer) value);
            case UINT32, FIXED32 -> LongNode.valueOf(Integer.toUnsignedLong((Integer) value));
            case INT64, SINT64, SFIXED64 -> TextNode.valueOf(value.toString());
            case UINT64, FIXED64 -> TextNode.valueOf(Long.toUnsignedString((Long) value));
            case DOUBLE -> real((Double) value, DoubleNode.valueOf((Double) value));
            case FLOAT -> real((Float) value, FloatNode.valueOf((Float) value));
            case BOOL -> BooleanNode.valueOf((Boolean) value);
            case STRING -> TextNode.valueOf((String) value);
            case BYTES -> BinaryNode.valueOf(((ByteString) value).toByteArray());
            case ENUM -> constant((EnumValueDescriptor) value);
            case MESSAGE, GROUP -> write((Message) value);
        };
    }

    private static JsonNode real(double value, JsonNode number) {
        if (Double.isNaN(value)) {
            return TextNode.valueOf("NaN");
        }
        return Double.isInfinite(value) ? TextNode.valueOf(value > 0 ? "Infinity" : "-Infinity") : number;
    }

    /** Those that the schema does not know are told by their number. */
    private static JsonNode constant(EnumValueDescriptor value) {
        return value.getType().findValueByNumber(value.getNumber()) == null
                ? IntNode.valueOf(value.getNumber())
                : TextNode.valueOf(value.getName());
    }
}
