package io.ottla.actors.group.state;

import io.ottla.actors.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a classic group: by id, by instance, and those whose id was handed out but who have not come back with it.
 * Counts what every join asks for (who is waiting, which protocols all support), so that a join does not cost the whole group.
 */
final class Members {
    private final Map<String, Member> byId = new LinkedHashMap<>();
    private final Map<String, String> idByInstance = new HashMap<>();
    private final Map<String, Integer> supporters = new HashMap<>();
    private int joining;

    /** Member ids handed out, with the time on the steady clock when they are forgotten. */
    final Map<String, Long> pending = new LinkedHashMap<>();

    /** The member that assigns. */
    @Nullable
    String leader;

    @Nullable
    Member find(String id) {
        return byId.get(id);
    }

    @Nullable
    String idOf(String instanceId) {
        return idByInstance.get(instanceId);
    }

    Collection<Member> all() {
        return byId.values();
    }

    /** The members as they are now, for loops that remove some. */
    List<Member> copy() {
        return new ArrayList<>(byId.values());
    }

    int size() {
        return byId.size();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    int joining() {
        return joining;
    }

    /** Whether everybody who is expected has joined. */
    boolean allJoined() {
        return joining == byId.size() && pending.isEmpty();
    }

    boolean isLeader(String id) {
        return id.equals(leader);
    }

    /** Adds a member; the first one leads. */
    void add(Member member) {
        if (byId.putIfAbsent(member.id, member) != null) {
            throw new IllegalStateException("member " + member.id + " is in the group already");
        }
        member.instanceId.ifPresent(instance -> idByInstance.put(instance, member.id));
        count(member.protocols, 1);
        if (member.joining != null) {
            joining++;
        }
        if (leader == null) {
            leader = member.id;
        }
    }

    /** Removes a member; when it led, the longest standing one does. */
    void remove(Member member) {
        byId.remove(member.id);
        member.instanceId.ifPresent(instance -> idByInstance.remove(instance, member.id));
        count(member.protocols, -1);
        if (member.joining != null) {
            joining--;
        }
        if (isLeader(member.id)) {
            leader = byId.isEmpty() ? null : byId.keySet().iterator().next();
        }
    }

    /** Puts a static member's new incarnation in its place, the lead included. */
    void replace(Member old, Member replacement) {
        boolean led = isLeader(old.id);
        remove(old);
        add(replacement);
        if (led) {
            leader = replacement.id;
        }
    }

    void park(Member member, Reply<JoinResult> reply) {
        if (member.joining == null) {
            joining++;
        }
        member.joining = reply;
    }

    /** Takes the waiting join out, for its answer. */
    @Nullable
    Reply<JoinResult> unpark(Member member) {
        Reply<JoinResult> reply = member.joining;
        if (reply != null) {
            joining--;
            member.joining = null;
        }
        return reply;
    }

    void changeProtocols(Member member, List<JoinProtocol> protocols) {
        count(member.protocols, -1);
        member.protocols = List.copyOf(protocols);
        count(member.protocols, 1);
    }

    /** Whether one of the protocols is supported by everybody. */
    boolean haveInCommon(List<JoinProtocol> protocols) {
        return protocols.stream().anyMatch(protocol -> supportedByAll(protocol.name()));
    }

    /** Makes a member that has joined the leader if the present one has not. Returns whether the leader has joined. */
    boolean electLeaderAmongJoined() {
        Member current = leader == null ? null : byId.get(leader);
        if (current != null && current.joining != null) {
            return true;
        }
        Optional<Member> successor =
                byId.values().stream().filter(member -> member.joining != null).findFirst();
        successor.ifPresent(member -> leader = member.id);
        return successor.isPresent();
    }

    /** The protocol that most members like best of those that all support; ties go to the first one voted for. */
    Optional<String> electProtocol() {
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (Member member : byId.values()) {
            vote(member).ifPresent(name -> votes.merge(name, 1, Integer::sum));
        }
        String winner = null;
        int most = 0;
        for (Map.Entry<String, Integer> candidate : votes.entrySet()) {
            if (candidate.getValue() > most) {
                most = candidate.getValue();
                winner = candidate.getKey();
            }
        }
        return Optional.ofNullable(winner);
    }

    /** The longest any member may take to rejoin, in milliseconds. */
    int rebalanceTimeoutMs() {
        return byId.values().stream()
                .mapToInt(member -> member.rebalanceTimeoutMs)
                .max()
                .orElse(0);
    }

    private Optional<String> vote(Member member) {
        return member.protocols.stream()
                .map(JoinProtocol::name)
                .filter(this::supportedByAll)
                .findFirst();
    }

    private boolean supportedByAll(String protocol) {
        return supporters.getOrDefault(protocol, 0) == byId.size();
    }

    private void count(List<JoinProtocol> protocols, int step) {
        Set<String> names = new HashSet<>();
        for (JoinProtocol protocol : protocols) {
            if (names.add(protocol.name())) {
                supporters.merge(protocol.name(), step, (had, more) -> had + more == 0 ? null : had + more);
            }
        }
    }
}
