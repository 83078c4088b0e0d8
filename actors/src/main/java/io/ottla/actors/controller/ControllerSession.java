package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.journal.JournalSession;
import io.ottla.actors.journal.QuorumJournal;
import io.ottla.actors.membership.PeerProbe;

/**
 * The actors of one takeover: the writer, and what sends and watches in its epoch. They come and go together.
 *
 * @param epoch the epoch of the journal's session
 * @param writer decides and commits
 * @param feed sends the metadata to the brokers
 * @param watch watches the brokers
 */
record ControllerSession(
        long epoch,
        ActorRef<MetadataWriter.Command> writer,
        ActorRef<MetadataFeed.Command> feed,
        ActorRef<BrokerWatch.Command> watch) {

    /** Starts them as children of the guardian, which watches the writer. */
    static ControllerSession start(
            ActorContext<Controller.Command> guardian,
            int nodeId,
            JournalSession taken,
            ControllerDecisions decisions,
            PeerProbe probe) {
        long epoch = taken.epoch();
        QuorumJournal journal = QuorumJournal.get(guardian.getSystem().classicSystem());
        ActorRef<MetadataFeed.Command> feed = guardian.spawn(MetadataFeed.create(epoch), "feed-" + epoch);
        ActorRef<BrokerWatch.Command> watch = guardian.spawn(
                BrokerWatch.create(nodeId, epoch, guardian.getSelf(), feed, probe, journal::candidates),
                "watch-" + epoch);
        int snapshotEvery = guardian.getSystem().settings().config().getInt("ottla.controller.snapshot-every-events");
        MetadataWriter.Term term = new MetadataWriter.Term(
                nodeId, epoch, snapshotEvery, () -> journal.confirm(taken), guardian.getSelf(), feed, watch);
        ActorRef<MetadataWriter.Command> writer =
                guardian.spawn(MetadataWriter.create(term, decisions), "writer-" + epoch);
        guardian.watch(writer);
        return new ControllerSession(epoch, writer, feed, watch);
    }

    /** Ends what is left when the writer has ended. */
    void end(ActorContext<Controller.Command> guardian) {
        guardian.stop(feed);
        guardian.stop(watch);
    }
}
