package io.ottla.actors.journal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.journal.state.DiskWrite;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterReply;
import io.ottla.actors.journal.state.VoterRequest;
import io.ottla.actors.journal.state.VoterState;
import io.ottla.actors.journal.state.VoterStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The voter of this node: the one owner of its folder, on a thread of its own because it waits for the disk. Other nodes reach
 * it at {@code /system/ottla-voter}.
 *
 * <p>When the disk is full it begins anew from what is on it, at the earliest a second later; when forcing failed, only a new
 * process can tell what is on the disk.
 */
final class VoterActor extends AbstractBehavior<VoterActor.Command> {
    static final String NAME = "ottla-voter";
    private static final Duration OPEN_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final UUID UNKNOWN_FOLDER = new UUID(0, 0);

    private final VoterFolder folder;
    private final long compactAfterBytes;
    private final VoterEvents events;
    private final Parcels<VoterRequest> parcels = new Parcels<>(VoterRequest.class);
    private int nodeId;
    private String cluster = Parcels.NO_CLUSTER;
    private @Nullable VoterStore store;
    private @Nullable VoterState voter;
    private KnownVoters known;
    private String broken = "";
    private long brokenAtMs;

    private VoterActor(ActorContext<Command> context, VoterFolder folder, long compactAfterBytes, VoterEvents events) {
        super(context);
        this.folder = folder;
        this.nodeId = folder.nodeId();
        this.compactAfterBytes = compactAfterBytes;
        this.events = events;
        this.known = new KnownVoters(0, 0, List.of());
        open();
    }

    /** The voter in this folder. */
    static Behavior<Command> create(VoterFolder folder, long compactAfterBytes, VoterEvents events) {
        return Behaviors.setup(context -> new VoterActor(context, folder, compactAfterBytes, events));
    }

    /** What it can be told; {@link Parcel}s come from other nodes. */
    sealed interface Command permits Ask, BelongTo, Parcel {}

    /** This is the node's number, and its cluster. */
    record BelongTo(int nodeId, String clusterId) implements Command {}

    /** A request of this node's writer. */
    record Ask(VoterRequest request, ActorRef<WriterActor.Command> replyTo) implements Command {}

    /** What the rest of the node learns of it; called on its thread. */
    interface VoterEvents {
        /** The folder is open. */
        void opened();

        /** The folder cannot be opened. */
        void failed(Throwable cause);

        /** These are the newest voters it knows of. */
        void known(KnownVoters voters);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ask.class, this::onAsk)
                .onMessage(BelongTo.class, this::onBelongTo)
                .onMessage(Parcel.class, this::onParcel)
                .onSignal(PostStop.class, stopped -> {
                    close();
                    return this;
                })
                .build();
    }

    private Behavior<Command> onBelongTo(BelongTo belongTo) {
        nodeId = belongTo.nodeId();
        cluster = belongTo.clusterId();
        Optional.ofNullable(voter).ifPresent(state -> state.belongsTo(nodeId));
        return this;
    }

    private Behavior<Command> onAsk(Ask ask) {
        ask.replyTo().tell(new WriterActor.Replied(answer(ask.request())));
        return this;
    }

    private Behavior<Command> onParcel(Parcel parcel) {
        parcels.unpack(cluster, parcel).ifPresent(request -> {
            VoterReply reply = answer(request);
            parcel.replyTo()
                    .ifPresent(asker ->
                            Parcels.pack(cluster, reply, Optional.empty()).forEach(asker::tell));
        });
        return this;
    }

    private VoterReply answer(VoterRequest request) {
        if (voter == null && mayOpenAgain()) {
            open();
        }
        if (voter == null || store == null) {
            return new VoterReply.Broken(UNKNOWN_FOLDER, broken);
        }
        VoterStep step = voter.handle(request, nowMs());
        try {
            for (DiskWrite write : step.writes()) {
                store.write(write);
            }
        } catch (IOException | UncheckedIOException e) {
            return broken(e);
        }
        learn(voter.known());
        return step.reply();
    }

    /** What is in memory is ahead of the disk now, so it is given up. */
    private VoterReply broken(Exception failure) {
        UUID directoryId = voter == null ? UNKNOWN_FOLDER : voter.directoryId();
        getContext().getLog().error("the journal in {} cannot be written", folder.folder(), failure);
        broken = "the journal in " + folder.folder() + " cannot be written: " + failure.getMessage();
        brokenAtMs = nowMs();
        voter = null;
        return new VoterReply.Broken(directoryId, broken);
    }

    private boolean mayOpenAgain() {
        boolean diskIsKnown = store == null || !store.isUnusable();
        return diskIsKnown && nowMs() - brokenAtMs >= OPEN_AGAIN_AFTER.toMillis();
    }

    private void open() {
        close();
        try {
            VoterStore opened = folder.open();
            store = opened;
            voter = new VoterState(nodeId, folder.address(), opened.stored(), compactAfterBytes);
            learn(folder.known());
            learn(voter.known());
            events.opened();
        } catch (RuntimeException e) {
            getContext().getLog().error("the journal in {} cannot be opened", folder.folder(), e);
            broken = String.valueOf(e.getMessage());
            brokenAtMs = nowMs();
            events.failed(e);
        }
    }

    private void learn(KnownVoters more) {
        KnownVoters newer = known.orNewer(more);
        if (!newer.equals(known)) {
            known = newer;
            events.known(newer);
            if (!newer.equals(folder.known())) {
                folder.remember(newer);
            }
        }
    }

    private void close() {
        Optional.ofNullable(store).ifPresent(VoterStore::close);
        store = null;
        voter = null;
    }

    /** Only differences of it count. */
    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
