package io.ottla.actors.coordinator;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.EntityListing;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** Puts the lists of several shards together and answers when the last one has come; any thread. */
final class ListCollector implements Reply<EntityList> {
    private final Reply<EntityList> reply;
    private final List<EntityListing> entities = new ArrayList<>();
    private Errors error = Errors.NONE;
    private int missing;

    ListCollector(int expected, Reply<EntityList> reply) {
        this.missing = expected;
        this.reply = reply;
        if (expected == 0) {
            reply.complete(new EntityList(error, List.of()));
        }
    }

    @Override
    public void complete(EntityList part) {
        EntityList whole;
        synchronized (this) {
            entities.addAll(part.entities());
            if (part.error() != Errors.NONE) {
                error = part.error();
            }
            missing--;
            if (missing > 0) {
                return;
            }
            whole = new EntityList(error, List.copyOf(entities));
        }
        reply.complete(whole);
    }
}
