package io.ottla.actors.group.state;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.group.state.consumer.HeartbeatAnswer;
import io.ottla.actors.group.state.consumer.HeartbeatAsk;
import org.apache.kafka.common.protocol.Errors;

/** What only a group of the consumer protocol can be told. */
public sealed interface ConsumerGroupCommand extends GroupCommand {
    /** A member joins, says that it is alive, or leaves. */
    record Heartbeat(HeartbeatAsk ask, Reply<HeartbeatAnswer> reply) implements ConsumerGroupCommand {
        @Override
        public String groupId() {
            return ask.groupId();
        }

        @Override
        public void refuse(Errors error) {
            reply.complete(HeartbeatAnswer.failed(error));
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.consumerHeartbeat(this, now);
        }
    }

    /** Asks what the group is and who is in it. */
    record Describe(String groupId, Reply<ConsumerGroupDescription> reply) implements ConsumerGroupCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(ConsumerGroupDescription.failed(error));
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.describeConsumers(this);
        }
    }
}
