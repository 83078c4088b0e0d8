package io.ottla.http.rest.member;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.KafkaClients;
import io.ottla.http.rest.KafkaFailures;
import io.ottla.http.rest.RecordSender;
import io.ottla.http.rest.RestSettings;
import io.ottla.http.rest.member.state.Interest;
import io.ottla.http.rest.member.state.MemberDescriptor;
import io.ottla.http.rest.member.state.MemberId;
import io.ottla.http.rest.member.state.MemberSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members of consumer groups for HTTP clients. One node speaks for a member, and any node answers for it: by asking that node,
 * or, when that node cannot be reached, by taking its place in the group (KIP-345) without a rebalance. Thread-safe.
 */
public final class MemberService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MemberService.class);
    private static final int NOT_FOUND = 40403;
    private static final int NAME_TAKEN = 40902;
    private static final int ATTEMPTS = 3;
    /** A member of which its owner has written nothing for so many timeouts is nobody's any more. */
    private static final int TIMEOUTS_UNTIL_FORGOTTEN = 4;

    private final RestSettings settings;
    private final ActorSystem<?> system;
    private final MemberDirectory directory;
    private final Members members;
    private final Forwarder forwarder;
    private @Nullable Cancellable upkeep;

    /** A service in the cluster of these clients. */
    public MemberService(KafkaClients kafka, RecordSender sender, ActorSystem<?> system) {
        this.settings = kafka.settings();
        this.system = system;
        this.directory = new MemberDirectory(kafka, sender, this::writeOnceMore);
        this.members = new Members(settings, system, this::forgetOwn);
        this.forwarder = new Forwarder(system, settings);
    }

    /** Creates a member, for which this node speaks; fails with 409 if the name is taken in its group. */
    public CompletionStage<MemberDescriptor> create(MemberId id, MemberSettings created, Interest interest) {
        members.requireRoom();
        beginUpkeep();
        MemberDescriptor wanted = new MemberDescriptor(id, settings.ownUrl(), 1, created, interest);
        return directory
                .findNow(id)
                .thenCompose(known -> {
                    if (known.isPresent()) {
                        throw nameTaken();
                    }
                    return directory.put(wanted);
                })
                .thenApply(holds -> {
                    if (holds.filter(wanted::equals).isEmpty()) {
                        throw nameTaken();
                    }
                    members.start(wanted);
                    return wanted;
                });
    }

    /** Does something with a member, here or at the node that speaks for it. The action runs on the member's own thread. */
    public CompletionStage<HttpResponse> at(
            Call call, MemberId id, ByteString body, Function<MemberConsumer, CompletionStage<HttpResponse>> action) {
        return at(call, id, body, MemberConsumer.class, action);
    }

    /** The same with a member of this kind; one of another kind is not found. */
    public <C extends GroupClient> CompletionStage<HttpResponse> at(
            Call call, MemberId id, ByteString body, Class<C> kind, Function<C, CompletionStage<HttpResponse>> action) {
        return route(
                call, id, body, () -> members.execute(id, true, client -> action.apply(as(kind, client))), ATTEMPTS);
    }

    /** Ends a member. */
    public CompletionStage<HttpResponse> delete(Call call, MemberId id, Supplier<HttpResponse> answer) {
        return route(
                call,
                id,
                ByteString.emptyByteString(),
                () -> members.stop(id, true)
                        .thenCompose(stopped -> directory.remove(id))
                        .thenApply(removed -> answer.get()),
                ATTEMPTS);
    }

    /** Does something with a member for which this node speaks; empty if it does not, or no longer. */
    public <C extends GroupClient, T> CompletionStage<Optional<T>> readHere(
            MemberId id, Class<C> kind, Function<C, T> action) {
        return members.<T>execute(id, true, client -> CompletableFuture.completedFuture(action.apply(as(kind, client))))
                .<Optional<T>>thenApply(Optional::of)
                .exceptionallyCompose(failure -> isElsewhere(KafkaFailures.cause(failure))
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(KafkaFailures.cause(failure)));
    }

    /** Changes what a member wants to read; called by an action with its own consumer. */
    public CompletionStage<?> want(MemberConsumer consumer, Interest interest) {
        MemberDescriptor next = consumer.descriptor().wanting(interest);
        consumer.want(next);
        return directory.put(next);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (upkeep != null) {
                upkeep.cancel();
            }
        }
        members.close();
        directory.close();
    }

    private CompletionStage<HttpResponse> route(
            Call call, MemberId id, ByteString body, Supplier<CompletionStage<HttpResponse>> here, int attempts) {
        if (members.has(id)) {
            return here.get()
                    .exceptionallyCompose(failure -> KafkaFailures.cause(failure) instanceof Member.Gone && attempts > 1
                            ? route(call, id, body, here, attempts - 1)
                            : CompletableFuture.failedFuture(KafkaFailures.cause(failure)));
        }
        beginUpkeep();
        return directory.find(id).thenCompose(found -> {
            MemberDescriptor known = found.orElseThrow(MemberService::notFound);
            return known.owner().equals(settings.ownUrl()) || Forwarder.isForwarded(call)
                    ? revive(id).thenCompose(revived -> here.get())
                    : forward(call, known, body, here, attempts);
        });
    }

    /** This node speaks for the member by what the log tells, but has forgotten it: it was started anew. */
    private CompletionStage<MemberDescriptor> revive(MemberId id) {
        return directory.findNow(id).thenApply(found -> {
            MemberDescriptor known = found.orElseThrow(MemberService::notFound);
            if (!known.owner().equals(settings.ownUrl())) {
                throw Refusal.coded(50302, "Another node speaks for this consumer instance; try again");
            }
            members.start(known);
            return known;
        });
    }

    private CompletionStage<HttpResponse> forward(
            Call call,
            MemberDescriptor known,
            ByteString body,
            Supplier<CompletionStage<HttpResponse>> here,
            int attempts) {
        return forwarder.forward(call, body, known.owner()).exceptionallyCompose(unreachable -> {
            log.atWarn()
                    .addKeyValue("group", known.id().group())
                    .addKeyValue("member", known.id().name())
                    .addKeyValue("node", known.owner())
                    .log(
                            "The node that spoke for a member cannot be reached ({}); taking over",
                            String.valueOf(unreachable));
            return takeOver(known).thenCompose(mine -> {
                if (attempts <= 1) {
                    throw Refusal.coded(50302, "No node can speak for this consumer instance now; try again");
                }
                return mine ? here.get() : route(call, known.id(), body, here, attempts - 1);
            });
        });
    }

    private CompletionStage<Boolean> takeOver(MemberDescriptor known) {
        members.requireRoom();
        MemberDescriptor wanted = known.takenOverBy(settings.ownUrl());
        return directory.put(wanted).thenApply(holds -> {
            boolean mine = holds.filter(wanted::equals).isPresent();
            if (mine) {
                members.start(wanted);
            }
            return mine;
        });
    }

    /** A descriptor came too late; the owner writes what holds behind it, because compaction keeps the last. */
    private void writeOnceMore(MemberDescriptor late) {
        refresh(late.id());
    }

    private void refresh(MemberId id) {
        if (members.has(id)) {
            members.execute(id, false, consumer -> directory.put(consumer.descriptor()))
                    .whenComplete(this::complain);
        }
    }

    /** Forgets one that nobody has used here, unless another node speaks for it by now. */
    private void forgetOwn(MemberId id) {
        directory
                .findNow(id)
                .thenCompose(found -> found.filter(known -> known.owner().equals(settings.ownUrl()))
                                .isPresent()
                        ? directory.remove(id)
                        : CompletableFuture.completedFuture(null))
                .whenComplete(this::complain);
    }

    private void forget(MemberId id) {
        directory.remove(id).whenComplete(this::complain);
    }

    private synchronized void beginUpkeep() {
        if (upkeep == null) {
            Duration interval = settings.instanceTimeout();
            upkeep = system.scheduler()
                    .scheduleWithFixedDelay(interval, interval, this::keepUp, system.executionContext());
        }
    }

    /** Says of each member of this node that it is used, and forgets those of which nobody says so. */
    private void keepUp() {
        members.all().forEach(this::refresh);
        long forgotten = System.currentTimeMillis()
                - settings.instanceTimeout()
                        .multipliedBy(TIMEOUTS_UNTIL_FORGOTTEN)
                        .toMillis();
        directory.notWrittenSince(forgotten).whenComplete((old, failure) -> {
            if (old != null) {
                old.forEach(this::forget);
            }
        });
    }

    private void complain(@Nullable Object result, @Nullable Throwable failure) {
        if (failure != null && !(KafkaFailures.cause(failure) instanceof Member.Gone)) {
            log.warn("the descriptor of a member could not be written", failure);
        }
    }

    private static <C extends GroupClient> C as(Class<C> kind, GroupClient client) {
        if (!kind.isInstance(client)) {
            throw notFound();
        }
        return kind.cast(client);
    }

    /** Whether it failed because another node speaks for the member now. */
    private static boolean isElsewhere(Throwable failure) {
        return failure instanceof Member.Gone || failure instanceof FencedInstanceIdException;
    }

    private static Refusal notFound() {
        return Refusal.coded(NOT_FOUND, "Consumer instance not found.");
    }

    private static Refusal nameTaken() {
        return Refusal.coded(
                NAME_TAKEN, "Consumer with specified consumer ID already exists in the specified consumer group.");
    }
}
