package io.ottla.actors.group;

import io.ottla.actors.Reply;
import io.ottla.actors.group.state.GroupListing;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** Puts the lists of several shards together and answers when the last one has come; any thread. */
final class GroupListCollector implements Reply<GroupList> {
    private final Reply<GroupList> reply;
    private final List<GroupListing> groups = new ArrayList<>();
    private Errors error = Errors.NONE;
    private int missing;

    GroupListCollector(int expected, Reply<GroupList> reply) {
        this.missing = expected;
        this.reply = reply;
        if (expected == 0) {
            reply.complete(new GroupList(error, List.of()));
        }
    }

    @Override
    public void complete(GroupList part) {
        GroupList whole;
        synchronized (this) {
            groups.addAll(part.groups());
            if (part.error() != Errors.NONE) {
                error = part.error();
            }
            missing--;
            if (missing > 0) {
                return;
            }
            whole = new GroupList(error, List.copyOf(groups));
        }
        reply.complete(whole);
    }
}
