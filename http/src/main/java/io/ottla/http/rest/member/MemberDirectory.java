package io.ottla.http.rest.member;

import io.ottla.http.rest.KafkaClients;
import io.ottla.http.rest.RecordSender;
import io.ottla.http.rest.RestSettings;
import io.ottla.http.rest.member.state.MemberDescriptor;
import io.ottla.http.rest.member.state.MemberId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks for which member, for all nodes of the proxy. Begins to follow the descriptors with the first question. What was
 * written here is seen by every question that is asked afterwards, at any node. Thread-safe.
 */
final class MemberDirectory implements AutoCloseable {
    private final RestSettings settings;
    private final DescriptorLog log;
    private final Consumer<MemberDescriptor> superseded;
    private @Nullable CompletionStage<DescriptorReader> reader;

    /**
     * A directory in the cluster of these clients.
     *
     * @param superseded told of descriptors that came too late, so that the owner can write what holds once more: a compacted
     *     topic remembers only what was written last
     */
    MemberDirectory(KafkaClients kafka, RecordSender sender, Consumer<MemberDescriptor> superseded) {
        this.settings = kafka.settings();
        this.log = new DescriptorLog(kafka, sender);
        this.superseded = superseded;
    }

    /** The member as it is known now; looks once more at the end of the log before it says that there is none. */
    CompletionStage<Optional<MemberDescriptor>> find(MemberId id) {
        return reader().thenCompose(follower -> {
            Optional<MemberDescriptor> known = follower.find(id);
            return known.isPresent() ? CompletableFuture.completedFuture(known) : findNow(id);
        });
    }

    /** The member as the log tells of it up to its end. */
    CompletionStage<Optional<MemberDescriptor>> findNow(MemberId id) {
        return reader().thenCompose(
                        follower -> log.end().thenCompose(follower::reached).thenApply(reached -> follower.find(id)));
    }

    /** Writes a descriptor; the stage tells what holds afterwards, which may be somebody else's. */
    CompletionStage<Optional<MemberDescriptor>> put(MemberDescriptor descriptor) {
        return reader().thenCompose(follower -> log.write(descriptor)
                .thenCompose(follower::reached)
                .thenApply(reached -> follower.find(descriptor.id())));
    }

    /** Ends a member. */
    CompletionStage<?> remove(MemberId id) {
        return reader().thenCompose(follower -> log.writeEnd(id).thenCompose(follower::reached));
    }

    /** The members of which nobody has written for so long, as far as this node has read. */
    CompletionStage<List<MemberId>> notWrittenSince(long millis) {
        return reader().thenApply(follower -> follower.notWrittenSince(millis));
    }

    private synchronized CompletionStage<DescriptorReader> reader() {
        CompletionStage<DescriptorReader> known = reader;
        if (known == null || known.toCompletableFuture().isCompletedExceptionally()) {
            known = log.create().thenApply(created -> follow());
            reader = known;
        }
        return known;
    }

    private DescriptorReader follow() {
        DescriptorReader follower = new DescriptorReader(settings, superseded);
        Thread thread = new Thread(follower, "ottla-rest-members");
        thread.setDaemon(true);
        thread.start();
        return follower;
    }

    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.thenAccept(DescriptorReader::close);
        }
    }
}
