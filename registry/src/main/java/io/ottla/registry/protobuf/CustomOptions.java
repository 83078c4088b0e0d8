package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/** Options that a file keeps as they were written, because their definition is elsewhere. */
final class CustomOptions {
    private CustomOptions() {}

    /** Removes them from a description and everything in it. */
    static void remove(Message.Builder description) {
        for (FieldDescriptor field : description.getAllFields().keySet()) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            if (field.getMessageType().equals(UninterpretedOption.getDescriptor())) {
                description.clearField(field);
            } else if (field.isRepeated()) {
                for (int index = 0; index < description.getRepeatedFieldCount(field); index++) {
                    remove(description.getRepeatedFieldBuilder(field, index));
                }
            } else {
                remove(description.getFieldBuilder(field));
            }
        }
    }
}
