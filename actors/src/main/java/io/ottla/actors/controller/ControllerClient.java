package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.ottla.actors.controller.state.ElectionDecisions;
import io.ottla.actors.metadata.MetadataCache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
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
    private final ActorSystem<?> system;
    private final MetadataCache metadata;

    /** A client of the controller behind this reference (its singleton proxy). */
    public ControllerClient(ActorRef<Controller.Command> controller, ActorSystem<?> system, MetadataCache metadata) {
        this.controller = controller;
        this.system = system;
        this.metadata = metadata;
    }

    /** Creates topics. */
    public CompletionStage<Controller.TopicsChanged> createTopics(
            List<Controller.NewTopic> topics, boolean validateOnly, Duration timeout) {
        return changeTopics(
                RequestBatches.ofNewTopics(topics),
                (batch, replyTo) -> new Controller.CreateTopics(batch, validateOnly, replyTo),
                timeout);
    }

    /** Deletes topics. */
    public CompletionStage<Controller.TopicsChanged> deleteTopics(List<Uuid> topicIds, Duration timeout) {
        return changeTopics(RequestBatches.of(topicIds), Controller.DeleteTopics::new, timeout);
    }

    /** Adds partitions to topics. */
    public CompletionStage<Controller.TopicsChanged> createPartitions(
            List<Controller.MorePartitions> topics, boolean validateOnly, Duration timeout) {
        return changeTopics(
                RequestBatches.ofMorePartitions(topics),
                (batch, replyTo) -> new Controller.CreatePartitions(batch, validateOnly, replyTo),
                timeout);
    }

    /** Changes dynamic settings. */
    public CompletionStage<Controller.ConfigsAltered> alterConfigs(
            List<Controller.ConfigChange> changes, boolean validateOnly, Duration timeout) {
        return RequestBatches.all(
                        RequestBatches.ofConfigs(changes),
                        batch -> this.<Controller.ConfigsAltered>ask(
                                replyTo -> new Controller.AlterConfigs(batch, validateOnly, replyTo), timeout))
                .thenApply(answers -> new Controller.ConfigsAltered(
                        joined(answers, Controller.ConfigsAltered::results),
                        last(answers, Controller.ConfigsAltered::sequenceNr)))
                .thenCompose(altered -> shown(altered.sequenceNr(), altered, timeout));
    }

    /** Takes a block of producer ids. */
    public CompletionStage<Controller.ProducerIdsAllocated> allocateProducerIds(int brokerId, Duration timeout) {
        return ask(replyTo -> new Controller.AllocateProducerIds(brokerId, replyTo), timeout);
    }

    /**
     * Elects leaders.
     *
     * @param partitions which, or empty for every partition that needs another leader
     */
    public CompletionStage<Controller.LeadersElected> electLeaders(
            Controller.Election kind, Optional<List<Controller.PartitionName>> partitions, Duration timeout) {
        List<Controller.PartitionName> wanted =
                partitions.orElseGet(() -> ElectionDecisions.needed(metadata.image(), kind));
        return RequestBatches.all(
                        RequestBatches.of(wanted),
                        batch -> this.<Controller.LeadersElected>ask(
                                replyTo -> new Controller.ElectLeaders(kind, batch, replyTo), timeout))
                .thenApply(answers -> new Controller.LeadersElected(
                        joined(answers, Controller.LeadersElected::results),
                        last(answers, Controller.LeadersElected::sequenceNr)))
                .thenCompose(elected -> shown(elected.sequenceNr(), elected, timeout));
    }

    /** Begins, replaces and cancels reassignments. */
    public CompletionStage<Controller.PartitionsReassigned> reassignPartitions(
            List<Controller.Reassignment> wanted, boolean replicationFactorMayChange, Duration timeout) {
        return RequestBatches.all(
                        RequestBatches.of(wanted),
                        batch -> this.<Controller.PartitionsReassigned>ask(
                                replyTo ->
                                        new Controller.ReassignPartitions(batch, replicationFactorMayChange, replyTo),
                                timeout))
                .thenApply(answers -> new Controller.PartitionsReassigned(
                        joined(answers, Controller.PartitionsReassigned::results),
                        last(answers, Controller.PartitionsReassigned::sequenceNr)))
                .thenCompose(reassigned -> shown(reassigned.sequenceNr(), reassigned, timeout));
    }

    /** Forgets a broker. */
    public CompletionStage<Controller.Changed> unregisterBroker(int brokerId, Duration timeout) {
        return change(replyTo -> new Controller.UnregisterBroker(brokerId, replyTo), timeout);
    }

    /** Sets levels of features. */
    public CompletionStage<Controller.Changed> updateFeatures(
            List<Controller.FeatureUpdate> updates, boolean validateOnly, Duration timeout) {
        return change(replyTo -> new Controller.UpdateFeatures(updates, validateOnly, replyTo), timeout);
    }

    private CompletionStage<Controller.Changed> change(
            akka.japi.function.Function<ActorRef<Controller.Changed>, Controller.Request> request, Duration timeout) {
        return ask(request, timeout).thenCompose(changed -> shown(changed.sequenceNr(), changed, timeout));
    }

    private static <A, R> List<R> joined(List<A> answers, Function<A, List<R>> results) {
        return answers.stream()
                .flatMap(answer -> results.apply(answer).stream())
                .toList();
    }

    private static <A> long last(List<A> answers, ToLongFunction<A> sequenceNr) {
        return answers.stream().mapToLong(sequenceNr).max().orElse(0);
    }

    /** A node that has lost the controller's updates would wait for ever. */
    private <T> CompletionStage<T> shown(long sequenceNr, T answer, Duration timeout) {
        return metadata.reached(sequenceNr, answer).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private interface TopicRequest<Q> {
        Controller.Request of(List<Q> batch, ActorRef<Controller.TopicsChanged> replyTo);
    }

    private <Q> CompletionStage<Controller.TopicsChanged> changeTopics(
            List<List<Q>> batches, TopicRequest<Q> request, Duration timeout) {
        return RequestBatches.all(
                        batches,
                        batch -> this.<Controller.TopicsChanged>ask(replyTo -> request.of(batch, replyTo), timeout))
                .thenApply(answers -> new Controller.TopicsChanged(
                        joined(answers, Controller.TopicsChanged::results),
                        last(answers, Controller.TopicsChanged::sequenceNr)))
                .thenCompose(changed -> shown(changed.sequenceNr(), changed, timeout));
    }

    /** On the dispatcher, because Akka's own stage would run each of its callbacks on a new thread where there are two cores. */
    private <T> CompletionStage<T> ask(
            akka.japi.function.Function<ActorRef<T>, Controller.Request> request, Duration timeout) {
        CompletableFuture<T> result = new CompletableFuture<>();
        AskPattern.<Controller.Command, T>ask(
                        controller, replyTo -> toSend(request.apply(replyTo)), timeout, system.scheduler())
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null) {
                                result.complete(answer);
                            } else {
                                result.completeExceptionally(failure);
                            }
                        },
                        system.executionContext());
        return result;
    }

    /** What to send for a request; of one that is too large for a message, the last piece, once the others are sent. */
    private Controller.Command toSend(Controller.Request request) {
        if (!RequestBatches.isLarge(request)) {
            return request;
        }
        List<Controller.RequestPart> pieces = new RequestParts(system).cut(request);
        int last = pieces.size() - 1;
        pieces.subList(0, last).forEach(controller::tell);
        return pieces.get(last);
    }
}
