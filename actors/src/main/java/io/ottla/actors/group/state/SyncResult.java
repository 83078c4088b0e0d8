package io.ottla.actors.group.state;

import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/**
 * The answer to a sync.
 *
 * @param assignment the member's own, empty on an error
 */
public record SyncResult(Errors error, Optional<String> protocolType, Optional<String> protocolName, Bytes assignment) {
    static final Bytes NO_ASSIGNMENT = Bytes.wrap(Bytes.EMPTY);

    /** A sync without an assignment. */
    public static SyncResult failed(Errors error) {
        return new SyncResult(error, Optional.empty(), Optional.empty(), NO_ASSIGNMENT);
    }
}
