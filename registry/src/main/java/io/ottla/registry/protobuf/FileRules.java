package io.ottla.registry.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.ottla.registry.schema.Incompatibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether one .proto file reads what another one wrote. Its package and its messages must be there; what else may change is
 * for {@link MessageRules}. Enums may change freely: unknown numbers are kept by readers.
 */
final class FileRules {
    private FileRules() {}

    static List<Incompatibility> whyItCannotRead(FileDescriptor reader, FileDescriptor writer) {
        List<Incompatibility> problems = new ArrayList<>();
        if (!reader.getPackage().equals(writer.getPackage())) {
            problems.add(new Incompatibility(
                    "PACKAGE_CHANGED",
                    "#/",
                    "The package is '" + reader.getPackage() + "', but the data was written with '"
                            + writer.getPackage() + "'"));
            return problems;
        }
        MessageRules rules = new MessageRules(problems::add);
        compareMessages(reader.getMessageTypes(), writer.getMessageTypes(), "#/", rules, problems);
        return problems;
    }

    static void compareMessages(
            List<Descriptor> reader,
            List<Descriptor> writer,
            String path,
            MessageRules rules,
            List<Incompatibility> problems) {
        Map<String, Descriptor> byName =
                reader.stream().collect(Collectors.toMap(Descriptor::getName, Function.identity()));
        for (Descriptor written : writer) {
            if (written.getOptions().getMapEntry()) {
                continue;
            }
            String place = path + written.getName();
            Descriptor read = byName.get(written.getName());
            if (read == null) {
                problems.add(new Incompatibility(
                        "MESSAGE_REMOVED",
                        place,
                        "The message at path '" + place + "' is missing in the reading schema"));
            } else {
                rules.compare(read, written, place);
                compareMessages(read.getNestedTypes(), written.getNestedTypes(), place + "/", rules, problems);
            }
        }
    }
}
