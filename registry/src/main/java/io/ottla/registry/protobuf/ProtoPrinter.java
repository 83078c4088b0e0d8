package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the description of a .proto file as a .proto file, always in the same layout and without comments. */
final class ProtoPrinter {
    private final IndentedText out = new IndentedText();
    private final MessagePrinter messages;

    private ProtoPrinter(boolean proto2) {
        this.messages = new MessagePrinter(out, proto2);
    }

    static String print(FileDescriptorProto file) {
        boolean proto2 = !file.getSyntax().equals("proto3") && !file.getSyntax().equals("editions");
        ProtoPrinter printer = new ProtoPrinter(proto2);
        printer.printHead(file);
        OptionText.each(file.getOptions(), printer::printOption);
        printExtensions(printer.messages, file.getExtensionList());
        file.getMessageTypeList().forEach(message -> {
            printer.out.blankLine();
            printer.messages.print(message);
        });
        file.getEnumTypeList().forEach(type -> {
            printer.out.blankLine();
            printEnum(printer.out, type);
        });
        file.getServiceList().forEach(service -> {
            printer.out.blankLine();
            printer.printService(service);
        });
        return printer.out.toString();
    }

    private void printHead(FileDescriptorProto file) {
        if (file.getSyntax().equals("editions")) {
            out.line("edition = \"" + editionName(file.getEdition()) + "\";");
        } else {
            out.line("syntax = \"" + (file.getSyntax().isEmpty() ? "proto2" : file.getSyntax()) + "\";");
        }
        if (file.hasPackage()) {
            out.line("package " + file.getPackage() + ";");
        }
        if (file.getDependencyCount() > 0) {
            out.blankLine();
        }
        for (int index = 0; index < file.getDependencyCount(); index++) {
            String kind = file.getPublicDependencyList().contains(index)
                    ? "public "
                    : file.getWeakDependencyList().contains(index) ? "weak " : "";
            out.line("import " + kind + StringLiterals.quoted(file.getDependency(index)) + ";");
        }
        if (file.hasOptions()) {
            out.blankLine();
        }
    }

    private static String editionName(Edition edition) {
        return edition.name().substring("EDITION_".length());
    }

    private void printOption(String nameAndValue) {
        out.line("option " + nameAndValue + ";");
    }

    /** Extensions of one message stand in one block. */
    static void printExtensions(MessagePrinter messages, List<FieldDescriptorProto> extensions) {
        Map<String, List<FieldDescriptorProto>> byExtendee = new LinkedHashMap<>();
        extensions.forEach(extension -> byExtendee
                .computeIfAbsent(extension.getExtendee(), extendee -> new ArrayList<>())
                .add(extension));
        byExtendee.forEach(messages::printExtend);
    }

    static void printEnum(IndentedText out, EnumDescriptorProto type) {
        out.open("enum " + type.getName());
        OptionText.each(type.getOptions(), option -> out.line("option " + option + ";"));
        type.getReservedNameList().forEach(name -> out.line("reserved " + StringLiterals.quoted(name) + ";"));
        type.getReservedRangeList()
                .forEach(range -> out.line(
                        "reserved " + MessagePrinter.range(range.getStart(), range.getEnd(), Integer.MAX_VALUE) + ";"));
        for (EnumValueDescriptorProto value : type.getValueList()) {
            out.line(value.getName() + " = " + value.getNumber() + OptionText.brackets(value.getOptions(), List.of())
                    + ";");
        }
        out.close();
    }

    private void printService(ServiceDescriptorProto service) {
        out.open("service " + service.getName());
        OptionText.each(service.getOptions(), this::printOption);
        for (MethodDescriptorProto method : service.getMethodList()) {
            String head = "rpc " + method.getName() + " (" + stream(method.getClientStreaming()) + method.getInputType()
                    + ") returns (" + stream(method.getServerStreaming()) + method.getOutputType() + ")";
            if (method.hasOptions()) {
                out.open(head);
                OptionText.each(method.getOptions(), this::printOption);
                out.close();
            } else {
                out.line(head + ";");
            }
        }
        out.close();
    }

    private static String stream(boolean streaming) {
        return streaming ? "stream " : "";
    }
}
