package io.ottla.registry.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;

/** How a field's value lies in a record. A reader may declare any type of the same encoding. */
enum Encoding {
    /** Base-128 integers: int32, int64, uint32, uint64, bool and enums. */
    VARINT,
    /** sint32 and sint64. */
    ZIGZAG,
    /** fixed32 and sfixed32. */
    FIXED32,
    /** fixed64 and sfixed64. */
    FIXED64,
    FLOAT,
    DOUBLE,
    /** string and bytes. */
    BYTES,
    MESSAGE,
    GROUP;

    static Encoding of(FieldDescriptor field) {
        return switch (field.getType()) {
            case INT32, INT64, UINT32, UINT64, BOOL, ENUM -> VARINT;
            case SINT32, SINT64 -> ZIGZAG;
            case FIXED32, SFIXED32 -> FIXED32;
            case FIXED64, SFIXED64 -> FIXED64;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case STRING, BYTES -> BYTES;
            case MESSAGE -> MESSAGE;
            case GROUP -> GROUP;
        };
    }

    static boolean isScalar(FieldDescriptor field) {
        return field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
    }
}
