package io.ottla.http.rest.member.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members as the log of descriptors tells of them. Of two nodes that take a member over at once, the one whose descriptor
 * is first in the log has it: all nodes read the same log, so all agree.
 */
public final class MemberTable {
    private final Map<MemberId, Entry> members = new HashMap<>();

    private record Entry(MemberDescriptor descriptor, long writtenAtMillis) {}

    /** What reading a descriptor did. */
    public enum Outcome {
        /** It is what holds now. */
        ACCEPTED,
        /** Somebody else was first. */
        SUPERSEDED
    }

    /** A descriptor was read from the log. */
    public Outcome put(MemberDescriptor descriptor, long writtenAtMillis) {
        Entry known = members.get(descriptor.id());
        if (known != null && !mayReplace(known.descriptor(), descriptor)) {
            return Outcome.SUPERSEDED;
        }
        members.put(descriptor.id(), new Entry(descriptor, writtenAtMillis));
        return Outcome.ACCEPTED;
    }

    /** The end of a member was read from the log. */
    public void remove(MemberId id) {
        members.remove(id);
    }

    /** The member, if it exists. */
    public Optional<MemberDescriptor> find(MemberId id) {
        return Optional.ofNullable(members.get(id)).map(Entry::descriptor);
    }

    /** The members whose owners have not said for so long that somebody uses them. */
    public List<MemberId> notWrittenSince(long millis) {
        List<MemberId> old = new ArrayList<>();
        members.forEach((id, entry) -> {
            if (entry.writtenAtMillis() < millis) {
                old.add(id);
            }
        });
        return old;
    }

    /** How many there are. */
    public int size() {
        return members.size();
    }

    private static boolean mayReplace(MemberDescriptor known, MemberDescriptor next) {
        return next.epoch() > known.epoch()
                || (next.epoch() == known.epoch() && next.owner().equals(known.owner()));
    }
}
