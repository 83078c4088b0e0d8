package io.ottla.serdes.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Which message of its file a record is: the way to it through the nested messages, as numbers. Written as a count and the
 * numbers, all zigzag varints; the first message of a file, by far the most usual, as a single zero.
 */
final class MessageIndexes {
    private static final List<Integer> FIRST = List.of(0);
    private static final int DEEPEST = 100;

    private MessageIndexes() {}

    /** The way to this message. */
    static List<Integer> of(Descriptor message) {
        List<Integer> path = new ArrayList<>();
        for (Descriptor at = message; at != null; at = at.getContainingType()) {
            path.add(0, at.getIndex());
        }
        return path;
    }

    /** The message at the end of this way. */
    static Descriptor find(FileDescriptor file, List<Integer> path) {
        List<Descriptor> candidates = file.getMessageTypes();
        Descriptor found = null;
        for (int index : path) {
            if (index < 0 || index >= candidates.size()) {
                throw new SerializationException(
                        "the record is message " + path + " of a schema that has no such message");
            }
            found = candidates.get(index);
            candidates = found.getNestedTypes();
        }
        if (found == null) {
            throw new SerializationException("the record names no message of its schema");
        }
        return found;
    }

    /** The way as it is written. */
    static byte[] bytes(List<Integer> path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            write(path, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a few numbers cannot be written to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(List<Integer> path, CodedOutputStream out) throws IOException {
        if (path.equals(FIRST)) {
            out.writeSInt32NoTag(0);
            return;
        }
        out.writeSInt32NoTag(path.size());
        for (int index : path) {
            out.writeSInt32NoTag(index);
        }
    }

    static List<Integer> read(CodedInputStream in) throws IOException {
        int count = in.readSInt32();
        if (count == 0) {
            return FIRST;
        }
        if (count < 0 || count > DEEPEST) {
            throw new SerializationException("the record's message is nested " + count + " deep");
        }
        List<Integer> path = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            path.add(in.readSInt32());
        }
        return path;
    }
}
