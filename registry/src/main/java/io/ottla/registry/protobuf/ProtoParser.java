package io.ottla.registry.protobuf;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceOptions;
import io.ottla.registry.schema.InvalidSchema;
import java.util.Locale;

/**
 * Reads a .proto file (proto2, proto3 and editions) into Protobuf's own description of it. Types stay as they are written;
 * whether they exist is seen when the file is linked with its imports.
 */
final class ProtoParser {
    private final TokenStream tokens;
    private final FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
    private final FileOptions.Builder options = FileOptions.newBuilder();

    private ProtoParser(String text) {
        this.tokens = new TokenStream(text);
    }

    /**
     * Reads the file.
     *
     * @throws InvalidSchema with the place in the text
     */
    static FileDescriptorProto parse(String name, String text) {
        ProtoParser parser = new ProtoParser(text);
        parser.file.setName(name);
        parser.readFile();
        return parser.file.build();
    }

    private void readFile() {
        while (!tokens.atEnd()) {
            readStatement();
        }
        if (!options.getAllFields().isEmpty()) {
            file.setOptions(options);
        }
    }

    private void readStatement() {
        Token word = tokens.take();
        switch (word.text()) {
            case ";" -> {}
            case "syntax" -> readSyntax();
            case "edition" -> readEdition();
            case "package" -> readPackage();
            case "import" -> readImport();
            case "option" -> OptionParser.readStatement(tokens, options);
            case "message" -> file.addMessageType(messages().message());
            case "enum" -> file.addEnumType(EnumParser.read(tokens));
            case "extend" -> messages().extensions(file::addExtension, file::addMessageType);
            case "service" -> file.addService(service());
            default -> throw new InvalidSchema("not a statement of a .proto file: " + word.place());
        }
    }

    private MessageParser messages() {
        return new MessageParser(tokens, file.getSyntax().equals("proto3"));
    }

    private void readSyntax() {
        tokens.expect("=");
        String syntax = tokens.string();
        if (!syntax.equals("proto2") && !syntax.equals("proto3")) {
            throw new InvalidSchema("unknown syntax \"" + syntax + "\": there are proto2 and proto3");
        }
        file.setSyntax(syntax);
        tokens.expect(";");
    }

    private void readEdition() {
        tokens.expect("=");
        String edition = tokens.string();
        try {
            file.setSyntax("editions").setEdition(Edition.valueOf("EDITION_" + edition.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new InvalidSchema("unknown edition \"" + edition + "\"");
        }
        tokens.expect(";");
    }

    private void readPackage() {
        file.setPackage(tokens.path());
        tokens.expect(";");
    }

    private void readImport() {
        if (tokens.takeIf("public")) {
            file.addPublicDependency(file.getDependencyCount());
        } else if (tokens.takeIf("weak")) {
            file.addWeakDependency(file.getDependencyCount());
        }
        String path = tokens.string();
        if (file.getDependencyList().contains(path)) {
            throw new InvalidSchema("\"" + path + "\" is imported twice");
        }
        file.addDependency(path);
        tokens.expect(";");
    }

    private ServiceDescriptorProto service() {
        ServiceDescriptorProto.Builder service =
                ServiceDescriptorProto.newBuilder().setName(tokens.name());
        ServiceOptions.Builder serviceOptions = ServiceOptions.newBuilder();
        tokens.open();
        while (!tokens.closes()) {
            if (tokens.takeIf("option")) {
                OptionParser.readStatement(tokens, serviceOptions);
                service.setOptions(serviceOptions);
            } else if (!tokens.takeIf(";")) {
                tokens.expect("rpc");
                service.addMethod(method());
            }
        }
        return service.build();
    }

    private MethodDescriptorProto method() {
        MethodDescriptorProto.Builder method =
                MethodDescriptorProto.newBuilder().setName(tokens.name());
        tokens.expect("(");
        method.setClientStreaming(isStream()).setInputType(tokens.path());
        tokens.expect(")");
        tokens.expect("returns");
        tokens.expect("(");
        method.setServerStreaming(isStream()).setOutputType(tokens.path());
        tokens.expect(")");
        if (!tokens.takeIf(";")) {
            MethodOptions.Builder methodOptions = MethodOptions.newBuilder();
            tokens.open();
            while (!tokens.closes()) {
                if (!tokens.takeIf(";")) {
                    tokens.expect("option");
                    OptionParser.readStatement(tokens, methodOptions);
                    method.setOptions(methodOptions);
                }
            }
        }
        return method.build();
    }

    private boolean isStream() {
        boolean stream = tokens.peek().is("stream")
                && !tokens.peekSecond().is(")")
                && !tokens.peekSecond().is(".");
        if (stream) {
            tokens.take();
        }
        return stream;
    }
}
