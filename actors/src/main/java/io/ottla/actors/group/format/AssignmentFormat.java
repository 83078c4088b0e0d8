package io.ottla.actors.group.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.CurrentAssignment;
import io.ottla.actors.group.state.consumer.MemberState;
import io.ottla.actors.group.state.consumer.OwnedPartitions;
import java.util.Arrays;
import java.util.Collection;
import org.apache.kafka.common.Uuid;

/**
 * What a member of a consumer group is to have, and what it has. Arrays are compact.
 *
 * <pre>
 *   target:  version | topics: id, partitions, tagged fields | tagged fields
 *   current: version | member epoch | epoch before | state | assigned | to be revoked | tagged fields
 *            assigned, to be revoked: topics: id, partitions, tagged fields (0: the epoch of each assignment)
 * </pre>
 */
final class AssignmentFormat {
    private static final int VERSION = 0;
    private static final int EPOCHS_TAG = 0;
    private static final int NO_TAG = -1;

    private AssignmentFormat() {}

    static byte[] write(PartitionSet target) {
        FieldWriter out =
                new FieldWriter().int16(VERSION).unsignedVarint(target.topics().size() + 1);
        for (Uuid topic : target.topics()) {
            int[] partitions = target.partitions(topic);
            out.uuid(topic).unsignedVarint(partitions.length + 1);
            Arrays.stream(partitions).forEach(out::int32);
            out.unsignedVarint(0);
        }
        return out.unsignedVarint(0).toBytes();
    }

    static byte[] write(CurrentAssignment current) {
        FieldWriter out = new FieldWriter()
                .int16(VERSION)
                .int32(current.memberEpoch())
                .int32(current.previousEpoch())
                .int8(current.state().code());
        write(current.assigned(), out);
        write(current.revoking(), out);
        return out.unsignedVarint(0).toBytes();
    }

    private static void write(OwnedPartitions owned, FieldWriter out) {
        out.unsignedVarint(owned.epochs().size() + 1);
        owned.epochs().forEach((topic, epochs) -> {
            out.uuid(topic);
            array(epochs.keySet(), out);
            byte[] tagged = array(epochs.values(), new FieldWriter()).toBytes();
            out.unsignedVarint(1)
                    .unsignedVarint(EPOCHS_TAG)
                    .unsignedVarint(tagged.length)
                    .raw(tagged);
        });
    }

    private static FieldWriter array(Collection<Integer> numbers, FieldWriter out) {
        out.unsignedVarint(numbers.size() + 1);
        numbers.forEach(out::int32);
        return out;
    }

    static PartitionSet readTarget(FieldReader in) {
        PartitionSet.Builder target = new PartitionSet.Builder();
        int topics = in.count(in.unsignedVarint() - 1);
        for (int i = 0; i < topics; i++) {
            Uuid topic = in.uuid();
            for (int partition : array(in)) {
                target.add(topic, partition);
            }
            in.taggedFields(NO_TAG, () -> {});
        }
        in.taggedFields(NO_TAG, () -> {});
        return target.build();
    }

    static CurrentAssignment readCurrent(FieldReader in) {
        int epoch = in.int32();
        int previous = in.int32();
        MemberState state = MemberState.of(in.int8());
        OwnedPartitions assigned = readOwned(in, epoch);
        OwnedPartitions revoking = readOwned(in, epoch);
        in.taggedFields(NO_TAG, () -> {});
        return new CurrentAssignment(epoch, previous, state, assigned, revoking);
    }

    /** Partitions of records without assignment epochs, as Kafka wrote them before 4.2, count as assigned in the member's. */
    private static OwnedPartitions readOwned(FieldReader in, int memberEpoch) {
        OwnedPartitions.Builder owned = new OwnedPartitions.Builder();
        int topics = in.count(in.unsignedVarint() - 1);
        for (int i = 0; i < topics; i++) {
            Uuid topic = in.uuid();
            int[] partitions = array(in);
            int[][] epochs = {new int[0]};
            in.taggedFields(EPOCHS_TAG, () -> epochs[0] = array(in));
            if (epochs[0].length != 0 && epochs[0].length != partitions.length) {
                throw new MalformedRecordException(
                        partitions.length + " partitions with " + epochs[0].length + " epochs");
            }
            for (int p = 0; p < partitions.length; p++) {
                owned.add(topic, partitions[p], epochs[0].length == 0 ? memberEpoch : epochs[0][p]);
            }
        }
        return owned.build();
    }

    /** The numbers of an array; null counts as empty. */
    private static int[] array(FieldReader in) {
        int count = in.count(Math.max(0, in.unsignedVarint() - 1));
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = in.int32();
        }
        return numbers;
    }
}
