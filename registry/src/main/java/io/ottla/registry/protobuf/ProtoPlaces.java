package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.ottla.registry.schema.Place;
import java.util.ArrayList;
import java.util.List;

/** The messages of a .proto file by their names within its package, and their fields: {@code Outer.Inner.field}. */
final class ProtoPlaces {
    private final List<Place> places = new ArrayList<>();
    private final String scope;

    private ProtoPlaces(String scope) {
        this.scope = scope;
    }

    /** Those in a description, which may be changed through them. */
    static List<Place> of(FileDescriptorProto.Builder file) {
        ProtoPlaces found = new ProtoPlaces(file.getPackage());
        file.getMessageTypeBuilderList().forEach(message -> found.visit(message, message.getName()));
        return found.places;
    }

    private void visit(DescriptorProto.Builder message, String path) {
        places.add(new Place(
                scope,
                path,
                Place.Kind.RECORD,
                () -> MetaOptions.tags(message.getOptions()),
                tags -> MetaOptions.retag(message.getOptionsBuilder(), tags)));
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            places.add(new Place(
                    scope,
                    path + "." + field.getName(),
                    Place.Kind.FIELD,
                    () -> MetaOptions.tags(field.getOptions()),
                    tags -> MetaOptions.retag(field.getOptionsBuilder(), tags)));
        }
        for (DescriptorProto.Builder nested : message.getNestedTypeBuilderList()) {
            if (!nested.getOptions().getMapEntry()) {
                visit(nested, path + "." + nested.getName());
            }
        }
    }
}
