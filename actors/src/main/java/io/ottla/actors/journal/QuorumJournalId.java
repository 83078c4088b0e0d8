package io.ottla.actors.journal;

import akka.actor.AbstractExtensionId;
import akka.actor.ExtendedActorSystem;
import akka.actor.ExtensionIdProvider;

/** Finds the {@link QuorumJournal} of an actor system. */
final class QuorumJournalId extends AbstractExtensionId<QuorumJournal> implements ExtensionIdProvider {
    static final QuorumJournalId INSTANCE = new QuorumJournalId();

    private QuorumJournalId() {}

    @Override
    public QuorumJournalId lookup() {
        return INSTANCE;
    }

    @Override
    public QuorumJournal createExtension(ExtendedActorSystem system) {
        return new QuorumJournal(system);
    }
}
