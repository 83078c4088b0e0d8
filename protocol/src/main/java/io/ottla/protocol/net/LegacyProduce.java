package io.ottla.protocol.net;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.utils.Utils;

/**
 * Refuses Produce v0 to v2. They are advertised, because librdkafka sends uncompressed batches to brokers that do not list
 * v0 (KAFKA-18659), but not served, and Kafka's message definitions no longer have them; so their refusal is written here.
 *
 * <pre>
 *   request   acks int16 | timeout int32 | [ topic | [ partition int32 | records bytes ] ]
 *   response  [ topic | [ partition int32 | error int16 | base offset int64 | v2: append time int64 ] ] | v1: throttle int32
 * </pre>
 */
final class LegacyProduce {
    private static final long NONE = -1L;

    private LegacyProduce() {}

    /** The response that refuses every partition of the request. */
    static ApiMessage refuse(Readable request, short version) {
        if (request.readShort() == 0) {
            throw new InvalidRequestException("acks=0 leaves no way to refuse version " + version);
        }
        request.readInt();
        List<Topic> topics = new ArrayList<>();
        for (int left = request.readInt(); left > 0; left--) {
            String name = request.readString(request.readShort());
            List<Integer> partitions = new ArrayList<>();
            for (int more = request.readInt(); more > 0; more--) {
                partitions.add(request.readInt());
                request.readByteBuffer(Math.max(0, request.readInt()));
            }
            topics.add(new Topic(name, partitions));
        }
        return new Refusal(topics);
    }

    private record Topic(String name, List<Integer> partitions) {}

    /** The response, in the three layouts it once had. */
    private static final class Refusal implements ApiMessage {
        private final List<Topic> topics;

        Refusal(List<Topic> topics) {
            this.topics = topics;
        }

        @Override
        public short apiKey() {
            return ApiKeys.PRODUCE.id;
        }

        @Override
        public short lowestSupportedVersion() {
            return 0;
        }

        @Override
        public short highestSupportedVersion() {
            return 2;
        }

        @Override
        public void addSize(MessageSizeAccumulator size, ObjectSerializationCache cache, short version) {
            int perPartition = Integer.BYTES + Short.BYTES + Long.BYTES + (version >= 2 ? Long.BYTES : 0);
            size.addBytes(Integer.BYTES + (version >= 1 ? Integer.BYTES : 0));
            for (Topic topic : topics) {
                size.addBytes(Short.BYTES + Utils.utf8Length(topic.name()) + Integer.BYTES);
                size.addBytes(topic.partitions().size() * perPartition);
            }
        }

        @Override
        public void write(Writable out, ObjectSerializationCache cache, short version) {
            out.writeInt(topics.size());
            for (Topic topic : topics) {
                byte[] name = Utils.utf8(topic.name());
                out.writeShort((short) name.length);
                out.writeByteArray(name);
                out.writeInt(topic.partitions().size());
                for (int partition : topic.partitions()) {
                    out.writeInt(partition);
                    out.writeShort(Errors.UNSUPPORTED_VERSION.code());
                    out.writeLong(NONE);
                    if (version >= 2) {
                        out.writeLong(NONE);
                    }
                }
            }
            if (version >= 1) {
                out.writeInt(0);
            }
        }

        @Override
        public void read(Readable in, short version) {
            throw new UnsupportedOperationException("a refusal is only written");
        }

        @Override
        public List<RawTaggedField> unknownTaggedFields() {
            return List.of();
        }

        @Override
        public Message duplicate() {
            return new Refusal(topics);
        }
    }
}
