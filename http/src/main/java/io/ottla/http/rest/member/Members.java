package io.ottla.http.rest.member;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.RestSettings;
import io.ottla.http.rest.member.state.MemberDescriptor;
import io.ottla.http.rest.member.state.MemberId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members for which this node speaks. Thread-safe. */
final class Members implements AutoCloseable {
    private static final int TOO_MANY = 42901;
    private static final long STOP_SECONDS = 5;

    private final RestSettings settings;
    private final ActorSystem<?> system;
    private final Consumer<MemberId> unused;
    private final Map<MemberId, ActorRef<Member.Command>> running = new HashMap<>();
    private long started;

    /**
     * No members yet.
     *
     * @param unused told of each that has ended because nobody used it
     */
    Members(RestSettings settings, ActorSystem<?> system, Consumer<MemberId> unused) {
        this.settings = settings;
        this.system = system;
        this.unused = unused;
    }

    /** Whether this node speaks for it. */
    synchronized boolean has(MemberId id) {
        return running.containsKey(id);
    }

    /** Refuses to speak for one more member when there are as many as there may be. */
    synchronized void requireRoom() {
        if (running.size() >= settings.maxInstances()) {
            throw Refusal.coded(
                    TOO_MANY,
                    "There are " + running.size() + " consumer instances already; delete some that are unused");
        }
    }

    /** Speaks for a member from now on; does nothing if it does. */
    synchronized void start(MemberDescriptor descriptor) {
        MemberId id = descriptor.id();
        if (!running.containsKey(id)) {
            requireRoom();
            ActorRef<Member.Command> member = system.systemActorOf(
                    Member.create(client(descriptor), settings.instanceTimeout(), why -> ended(id, why)),
                    "ottla-rest-member-" + started++,
                    DispatcherSelector.fromConfig("ottla.http.member-dispatcher"));
            running.put(id, member);
        }
    }

    /** All for which this node speaks. */
    synchronized List<MemberId> all() {
        return List.copyOf(running.keySet());
    }

    /** Does something with a member; fails with {@link Member.Gone} if this node does not speak for it. */
    <T> CompletionStage<T> execute(MemberId id, boolean isUse, Function<GroupClient, CompletionStage<T>> action) {
        ActorRef<Member.Command> member = find(id);
        if (member == null) {
            return CompletableFuture.failedFuture(new Member.Gone());
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        member.tell(new Member.Execute(new Member.Work<>(action, done), isUse));
        return done;
    }

    /**
     * Stops speaking for a member.
     *
     * @param leave whether its group is to know; else another node goes on
     */
    CompletionStage<Void> stop(MemberId id, boolean leave) {
        ActorRef<Member.Command> member;
        synchronized (this) {
            member = running.remove(id);
        }
        if (member == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        member.tell(new Member.Stop(leave, stopped));
        return stopped;
    }

    @Override
    public void close() {
        CompletableFuture.allOf(all().stream()
                        .map(id -> stop(id, false).toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private GroupClient client(MemberDescriptor descriptor) {
        return descriptor.settings().isShare()
                ? new ShareMember(settings, descriptor)
                : new MemberConsumer(settings, descriptor);
    }

    private synchronized @Nullable ActorRef<Member.Command> find(MemberId id) {
        return running.get(id);
    }

    private void ended(MemberId id, Member.End why) {
        if (why != Member.End.TOLD) {
            synchronized (this) {
                running.remove(id);
            }
        }
        if (why == Member.End.UNUSED) {
            unused.accept(id);
        }
    }
}
