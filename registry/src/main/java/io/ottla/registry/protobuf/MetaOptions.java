package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The options of {@code confluent/meta.proto}, in which the registry's clients keep tags: as they are written in a file's text, and
 * as the extension that they are in a serialized description.
 */
final class MetaOptions {
    private static final Logger log = LoggerFactory.getLogger(MetaOptions.class);
    private static final int EXTENSION = 1088;
    private static final Descriptor META =
            Objects.requireNonNull(Objects.requireNonNull(KnownFiles.byPath().get("confluent/meta.proto"))
                    .findMessageTypeByName("Meta"));
    private static final FieldDescriptor TAGS = META.findFieldByName("tags");
    private static final Map<String, String> NAMES = Map.of(
            "google.protobuf.FileOptions", "confluent.file_meta",
            "google.protobuf.MessageOptions", "confluent.message_meta",
            "google.protobuf.FieldOptions", "confluent.field_meta",
            "google.protobuf.EnumOptions", "confluent.enum_meta",
            "google.protobuf.EnumValueOptions", "confluent.enum_value_meta");

    private MetaOptions() {}

    /** The tags among some options. */
    static List<String> tags(Message options) {
        List<String> tags = new ArrayList<>();
        ((List<?>) read(options).getField(TAGS)).forEach(tag -> tags.add(String.valueOf(tag)));
        return tags;
    }

    /** Gives options other tags; what else they say stays. */
    static void retag(Message.Builder options, List<String> tags) {
        DynamicMessage.Builder meta = read(options).toBuilder().clearField(TAGS);
        tags.forEach(tag -> meta.addRepeatedField(TAGS, tag));
        write(options, meta.build());
    }

    /** Turns what was written in a file into extensions. */
    static void encode(Message.Builder description) {
        eachOptions(description, options -> {
            DynamicMessage meta = read(options);
            if (meta.getSerializedSize() > 0) {
                write(options, DynamicMessage.getDefaultInstance(META));
                UnknownFieldSet.Field field = UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(meta.toByteString())
                        .build();
                options.setUnknownFields(options.getUnknownFields().toBuilder()
                        .mergeField(EXTENSION, field)
                        .build());
            }
        });
    }

    /** Turns extensions into what can be written in a file. */
    static void decode(Message.Builder description) {
        eachOptions(description, options -> {
            DynamicMessage.Builder meta = DynamicMessage.newBuilder(META);
            options.getUnknownFields()
                    .getField(EXTENSION)
                    .getLengthDelimitedList()
                    .forEach(bytes -> {
                        try {
                            meta.mergeFrom(DynamicMessage.parseFrom(META, bytes));
                        } catch (InvalidProtocolBufferException notMeta) {
                            log.debug(
                                    "an extension that has taken the number is left out, as all that are not known",
                                    notMeta);
                        }
                    });
            if (meta.build().getSerializedSize() > 0) {
                write(options, meta.build());
            }
            options.setUnknownFields(
                    options.getUnknownFields().toBuilder().clearField(EXTENSION).build());
        });
    }

    private static void eachOptions(Message.Builder description, Consumer<Message.Builder> visitor) {
        for (FieldDescriptor field : description.getAllFields().keySet()) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            if (NAMES.containsKey(field.getMessageType().getFullName())) {
                visitor.accept(description.getFieldBuilder(field));
            } else if (field.isRepeated()) {
                for (int index = 0; index < description.getRepeatedFieldCount(field); index++) {
                    eachOptions(description.getRepeatedFieldBuilder(field, index), visitor);
                }
            }
        }
    }

    private static DynamicMessage read(MessageOrBuilder options) {
        DynamicMessage.Builder meta = DynamicMessage.newBuilder(META);
        for (Object option : (List<?>) options.getField(written(options.getDescriptorForType()))) {
            parse((UninterpretedOption) option, options.getDescriptorForType()).ifPresent(meta::mergeFrom);
        }
        return meta.build();
    }

    /** The option as a Meta; empty if it is another option, or none: what an option says is not looked at when a file is registered. */
    private static Optional<DynamicMessage> parse(UninterpretedOption option, Descriptor options) {
        String text = text(option, options);
        if (text == null) {
            return Optional.empty();
        }
        DynamicMessage.Builder meta = DynamicMessage.newBuilder(META);
        try {
            TextFormat.merge(text, meta);
            return Optional.of(meta.build());
        } catch (TextFormat.ParseException notMeta) {
            return Optional.empty();
        }
    }

    /** The option as a text of a Meta; null if it is another option. */
    private static @Nullable String text(UninterpretedOption option, Descriptor options) {
        String name = option.getName(0).getNamePart();
        String wanted = NAMES.get(options.getFullName());
        boolean named = option.getName(0).getIsExtension() && (name.equals(wanted) || name.equals("." + wanted));
        if (!named) {
            return null;
        }
        if (option.getNameCount() == 1) {
            return option.getAggregateValue();
        }
        String field = option.getName(1).getNamePart();
        return option.hasAggregateValue()
                ? field + " { " + option.getAggregateValue() + " }"
                : field + ": \"" + TextFormat.escapeBytes(option.getStringValue()) + '"';
    }

    /** Puts this in the place of all that could be read; what could not stays as it was written. */
    private static void write(Message.Builder options, DynamicMessage meta) {
        Descriptor descriptor = options.getDescriptorForType();
        FieldDescriptor written = written(descriptor);
        List<Object> others = new ArrayList<>();
        for (Object option : (List<?>) options.getField(written)) {
            if (parse((UninterpretedOption) option, descriptor).isEmpty()) {
                others.add(option);
            }
        }
        options.clearField(written);
        others.forEach(option -> options.addRepeatedField(written, option));
        if (meta.getSerializedSize() > 0) {
            options.addRepeatedField(
                    written,
                    UninterpretedOption.newBuilder()
                            .addName(UninterpretedOption.NamePart.newBuilder()
                                    .setNamePart(Objects.requireNonNull(NAMES.get(descriptor.getFullName())))
                                    .setIsExtension(true))
                            .setAggregateValue(TextFormat.printer()
                                    .emittingSingleLine(true)
                                    .printToString(meta)
                                    .strip())
                            .build());
        }
    }

    private static FieldDescriptor written(Descriptor options) {
        return options.findFieldByName("uninterpreted_option");
    }
}
