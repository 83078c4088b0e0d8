package io.ottla.actors.group.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;

/**
 * Reads the topics out of consumers' metadata. Every version of the consumer protocol begins as version 0 did: the version, then the
 * topics; the rest is the assignor's.
 *
 * <pre>
 *   int16 version | int32 count | count x (int16 length, UTF-8 name) | ...
 * </pre>
 */
final class Subscriptions {
    private Subscriptions() {}

    /** The topics of all members; empty when one of them is not understood. */
    static Optional<Set<String>> of(Collection<Member> members, Optional<String> protocol) {
        Set<String> topics = new HashSet<>();
        for (Member member : members) {
            if (protocol.isEmpty() || !collect(member.metadata(protocol.get()), topics)) {
                return Optional.empty();
            }
        }
        return Optional.of(topics);
    }

    private static boolean collect(Bytes metadata, Set<String> topics) {
        ByteBuffer in = ByteBuffer.wrap(metadata.get());
        try {
            int version = in.getShort();
            int count = in.getInt();
            for (int i = 0; i < count; i++) {
                int length = in.getShort();
                if (length < 0 || length > in.remaining()) {
                    return false;
                }
                byte[] name = new byte[length];
                in.get(name);
                topics.add(new String(name, StandardCharsets.UTF_8));
            }
            return version >= 0 && count >= 0;
        } catch (BufferUnderflowException cut) {
            return false;
        }
    }
}
