package io.ottla.http.rest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A message of a .proto file behind the list of indexes that says which one; what is written is the file's first message. JSON
 * is Protobuf's own mapping.
 */
final class ProtobufCodec implements DataCodec {
    private static final int DEEPEST = 100;

    private final FileDescriptor file;

    ProtobufCodec(FileDescriptor file) {
        this.file = file;
    }

    @Override
    public Optional<String> recordName() {
        return file.getMessageTypes().stream().findFirst().map(Descriptor::getFullName);
    }

    @Override
    public byte[] encode(JsonNode data) {
        Descriptor first = file.getMessageTypes().stream()
                .findFirst()
                .orElseThrow(() -> new UnfitData("The .proto file has no message"));
        byte[] message = ProtobufReader.read(first, data).toByteArray();
        byte[] framed = new byte[message.length + 1];
        // The list [0] is shortened to one byte, a zero.
        System.arraycopy(message, 0, framed, 1, message.length);
        return framed;
    }

    @Override
    public JsonNode decode(ByteBuffer bytes) {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            Descriptor descriptor = message(in);
            return ProtobufWriter.write(DynamicMessage.parseFrom(descriptor, in));
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new UnfitData("The bytes are not of a message of the .proto file: " + e.getMessage());
        }
    }

    private Descriptor message(CodedInputStream in) throws IOException {
        int depth = in.readSInt32();
        if (depth < 0 || depth > DEEPEST) {
            throw new UnfitData("The bytes do not begin with the indexes of a message");
        }
        List<Descriptor> candidates = file.getMessageTypes();
        if (depth == 0) {
            return candidates.get(0);
        }
        Descriptor found = candidates.get(in.readSInt32());
        for (int level = 1; level < depth; level++) {
            found = found.getNestedTypes().get(in.readSInt32());
        }
        return found;
    }
}
