package io.ottla.actors.group.state;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/**
 * A group as an administrator sees it.
 *
 * @param phase DEAD for a group that does not exist
 * @param protocolType for example {@code consumer}; empty when it has none
 * @param note why there is nothing to describe, in words
 * @param protocolName the assignor of a stable group, else empty
 */
public record GroupDescription(
        Errors error,
        GroupPhase phase,
        String protocolType,
        String protocolName,
        List<DescribedMember> members,
        Optional<String> note) {
    /** A description that could not be given. */
    public static GroupDescription failed(Errors error) {
        return new GroupDescription(error, GroupPhase.DEAD, "", "", List.of(), Optional.empty());
    }

    /** What is told of a group of another kind: to those who ask for classic ones it is not there. */
    static GroupDescription notClassic(String groupId) {
        return new GroupDescription(
                Errors.NONE,
                GroupPhase.DEAD,
                "",
                "",
                List.of(),
                Optional.of("Group " + groupId + " is not a classic group."));
    }

    /**
     * A member of it.
     *
     * @param metadata empty unless the group is stable
     * @param assignment empty unless the group is stable
     */
    public record DescribedMember(
            String memberId,
            Optional<String> instanceId,
            String clientId,
            String clientHost,
            Bytes metadata,
            Bytes assignment) {}
}
