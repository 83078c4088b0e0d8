package io.ottla.registry.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.ottla.registry.schema.Incompatibility;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether one message reads another one's bytes. Fields are known by their number; they may come, go and change their name. Their
 * types must share an encoding, and what excludes each other (oneof) must not change for fields that were there.
 */
final class MessageRules {
    private final Consumer<Incompatibility> problems;
    private final Set<Pair> compared = new HashSet<>();

    private record Pair(Descriptor reader, Descriptor writer) {}

    MessageRules(Consumer<Incompatibility> problems) {
        this.problems = problems;
    }

    /** Compares once; messages may hold each other. */
    void compare(Descriptor reader, Descriptor writer, String path) {
        if (!compared.add(new Pair(reader, writer))) {
            return;
        }
        compareFields(reader, writer, path);
        compareOneofs(reader, writer, path);
    }

    private void compareFields(Descriptor reader, Descriptor writer, String path) {
        for (FieldDescriptor read : reader.getFields()) {
            String place = path + "/" + read.getNumber();
            FieldDescriptor written = writer.findFieldByNumber(read.getNumber());
            if (written != null) {
                compareField(read, written, place);
            } else if (read.isRequired()) {
                report(
                        "REQUIRED_FIELD_ADDED",
                        place,
                        "is required by the reading schema and missing in the writing schema");
            }
        }
        for (FieldDescriptor written : writer.getFields()) {
            if (written.isRequired() && reader.findFieldByNumber(written.getNumber()) == null) {
                report(
                        "REQUIRED_FIELD_REMOVED",
                        path + "/" + written.getNumber(),
                        "is required by the writing schema and missing in the reading schema");
            }
        }
    }

    private void compareField(FieldDescriptor read, FieldDescriptor written, String place) {
        if (read.isMapField() != written.isMapField() || Encoding.of(read) != Encoding.of(written)) {
            report(
                    Encoding.isScalar(read) && Encoding.isScalar(written)
                            ? "FIELD_SCALAR_KIND_CHANGED"
                            : "FIELD_KIND_CHANGED",
                    place,
                    "has type " + typeName(read) + " in the reading schema and " + typeName(written)
                            + " in the writing schema, which are encoded differently");
        } else if (Encoding.of(read) == Encoding.MESSAGE) {
            compareMessageField(read, written, place);
        } else if (read.isRepeated() != written.isRepeated() && Encoding.of(read) != Encoding.BYTES) {
            report(
                    "FIELD_NUMERIC_LABEL_CHANGED",
                    place,
                    "is a list of numbers in one schema and one number in the other");
        }
    }

    private void compareMessageField(FieldDescriptor read, FieldDescriptor written, String place) {
        Descriptor readType = read.getMessageType();
        Descriptor writtenType = written.getMessageType();
        if (read.isMapField()) {
            compareField(part(readType, 1), part(writtenType, 1), place + "/key");
            compareField(part(readType, 2), part(writtenType, 2), place + "/value");
        } else if (!readType.getFullName().equals(writtenType.getFullName())) {
            report(
                    "FIELD_NAMED_TYPE_CHANGED",
                    place,
                    "has type " + readType.getFullName() + " in the reading schema and " + writtenType.getFullName()
                            + " in the writing schema");
        } else {
            compare(readType, writtenType, place);
        }
    }

    private static FieldDescriptor part(Descriptor entry, int number) {
        return entry.getFields().get(number - 1);
    }

    /** A field that enters a oneof may be cleared by another one in the same bytes; one that leaves it no longer is. */
    private void compareOneofs(Descriptor reader, Descriptor writer, String path) {
        for (OneofDescriptor oneof : reader.getRealOneofs()) {
            List<FieldDescriptor> moved = oneof.getFields().stream()
                    .map(field -> writer.findFieldByNumber(field.getNumber()))
                    .filter(field -> field != null && field.getRealContainingOneof() == null)
                    .toList();
            String place = path + "/" + oneof.getName();
            boolean existed = writer.getRealOneofs().stream()
                    .anyMatch(other -> other.getName().equals(oneof.getName()));
            if (existed && !moved.isEmpty()) {
                report("FIELD_MOVED_TO_EXISTING_ONEOF", place, "has got a field that stood outside of it");
            } else if (moved.size() > 1) {
                report("MULTIPLE_FIELDS_MOVED_TO_ONEOF", place, "holds several fields that stood outside of any oneof");
            }
        }
        for (OneofDescriptor oneof : writer.getRealOneofs()) {
            reader.getRealOneofs().stream()
                    .filter(other -> other.getName().equals(oneof.getName()))
                    .forEach(other -> compareOneof(other, oneof, path + "/" + oneof.getName()));
        }
    }

    private void compareOneof(OneofDescriptor reader, OneofDescriptor writer, String place) {
        for (FieldDescriptor written : writer.getFields()) {
            boolean stays = reader.getFields().stream().anyMatch(field -> field.getNumber() == written.getNumber());
            if (!stays) {
                report("ONEOF_FIELD_REMOVED", place + "/" + written.getNumber(), "is no longer in its oneof");
            }
        }
    }

    private static String typeName(FieldDescriptor field) {
        if (field.isMapField()) {
            return "map";
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> FieldParser.scalarName(field.getType().toProto());
        };
    }

    private void report(String kind, String place, String what) {
        problems.accept(new Incompatibility(kind, place, "What is at path '" + place + "' " + what));
    }
}
