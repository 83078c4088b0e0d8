package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import io.ottla.actors.metadata.MetadataCache;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/**
 * The way from a node to the controller, wherever it runs. An answer that changed the metadata completes once this node's
 * own image shows it, so that a client which asks the same node next reads its own write.
 *
 * <p>Stages fail with {@link java.util.concurrent.TimeoutException} when no controller answers in time; the change may then
 * have happened or not.
 */
public final class ControllerClient {
    private final ActorRef<Controller.Command> controller;
    private final Scheduler scheduler;
    private final MetadataCache metadata;

    /** A client of the controller behind this reference (its singleton proxy). */
    public ControllerClient(ActorRef<Controller.Command> controller, Scheduler scheduler, MetadataCache metadata) {
        this.controller = controller;
        this.scheduler = scheduler;
        this.metadata = metadata;
    }

    /** Creates topics. */
    public CompletionStage<Controller.TopicsChanged> createTopics(
            List<Controller.NewTopic> topics, boolean validateOnly, Duration timeout) {
        return this.<Controller.TopicsChanged>ask(
                        replyTo -> new Controller.CreateTopics(topics, validateOnly, replyTo), timeout)
                .thenCompose(changed -> shown(changed.sequenceNr(), changed, timeout));
    }

    /** Deletes topics. */
    public CompletionStage<Controller.TopicsChanged> deleteTopics(List<Uuid> topicIds, Duration timeout) {
        return this.<Controller.TopicsChanged>ask(replyTo -> new Controller.DeleteTopics(topicIds, replyTo), timeout)
                .thenCompose(changed -> shown(changed.sequenceNr(), changed, timeout));
    }

    /** Adds partitions to topics. */
    public CompletionStage<Controller.TopicsChanged> createPartitions(
            List<Controller.MorePartitions> topics, boolean validateOnly, Duration timeout) {
        return this.<Controller.TopicsChanged>ask(
                        replyTo -> new Controller.CreatePartitions(topics, validateOnly, replyTo), timeout)
                .thenCompose(changed -> shown(changed.sequenceNr(), changed, timeout));
    }

    /** Changes dynamic settings. */
    public CompletionStage<Controller.ConfigsAltered> alterConfigs(
            List<Controller.ConfigChange> changes, boolean validateOnly, Duration timeout) {
        return this.<Controller.ConfigsAltered>ask(
                        replyTo -> new Controller.AlterConfigs(changes, validateOnly, replyTo), timeout)
                .thenCompose(altered -> shown(altered.sequenceNr(), altered, timeout));
    }

    /** Takes a block of producer ids. */
    public CompletionStage<Controller.ProducerIdsAllocated> allocateProducerIds(int brokerId, Duration timeout) {
        return ask(replyTo -> new Controller.AllocateProducerIds(brokerId, replyTo), timeout);
    }

    /** A node that has lost the controller's updates would wait for ever. */
    private <T> CompletionStage<T> shown(long sequenceNr, T answer, Duration timeout) {
        return metadata.reached(sequenceNr, answer).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> CompletionStage<T> ask(
            akka.japi.function.Function<ActorRef<T>, Controller.Command> command, Duration timeout) {
        return AskPattern.ask(controller, command, timeout, scheduler);
    }
}
