package io.ottla.actors.coordinator.state;

import org.apache.kafka.common.protocol.Errors;

/** What an entity can be told. Each command carries the reply that takes its one answer. */
public interface CoordinatorCommand {
    /** The entity it is for. */
    String entityId();

    /** Answers with an error, and nothing is done. */
    void refuse(Errors error);

    /**
     * How the command gets along with writes that are on their way to the log. One after another is always correct; what
     * may overlap is faster.
     */
    default Pace pace() {
        return Pace.ALONE_IF_IT_WRITES;
    }
}
