package io.ottla.actors.group.state;

import static io.ottla.actors.group.state.TestGroup.subscribed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.Errors;

/** A client that does what consumers do: joins, assigns when it leads, syncs, sends heartbeats, and starts over when told to. */
final class SimulatedMember {
    /** What a leader shares out. */
    static final int WORK_ITEMS = 12;

    private final TestGroup group;
    private final Optional<String> instance;
    private String memberId = "";
    private int generation = -1;
    private Optional<Asked<JoinResult>> joining = Optional.empty();
    private Optional<Asked<SyncResult>> syncing = Optional.empty();
    private Optional<String> assignment = Optional.empty();
    private boolean crashed = true;
    private final List<Runnable> sent = new ArrayList<>();

    SimulatedMember(TestGroup group, Optional<String> instance) {
        this.group = group;
        this.instance = instance;
    }

    /** Takes the next step: looks at what has been answered, and asks what is to be asked. */
    void step() {
        crashed = false;
        if (joining.isPresent()) {
            onJoin(joining.get());
        } else if (syncing.isPresent()) {
            onSync(syncing.get());
        } else if (assignment.isPresent()) {
            onHeartbeat(heartbeat());
        } else {
            join();
        }
    }

    /** Forgets everything; the group finds out by its silence, or by its return. */
    void crash() {
        crashed = true;
        forget();
    }

    /** Shuts down; a static member does so without a word. */
    void stop() {
        if (!memberId.isEmpty() && instance.isEmpty()) {
            group.leave(memberId);
        }
        crash();
    }

    /** Commits an offset if it has work. Returns whether that was accepted. */
    boolean commit(int partition, long offset) {
        return assignment.isPresent()
                && group.commit(memberId, generation, TestGroup.offset("orders", partition, offset))
                                .get()
                                .error()
                        == Errors.NONE;
    }

    /** Something it once sent arrives once more, late; nobody waits for the answer. */
    void repeatSomething(Random random) {
        if (!sent.isEmpty()) {
            sent.get(Math.max(0, sent.size() - 1 - random.nextInt(8))).run();
        }
    }

    boolean isCrashed() {
        return crashed;
    }

    Optional<Integer> stableGeneration() {
        return assignment.map(unused -> generation);
    }

    /** What it believes to own in its generation. */
    Set<String> work() {
        return assignment
                .filter(items -> !items.isEmpty())
                .map(items -> (Set<String>) new TreeSet<>(List.of(items.split(","))))
                .orElse(Set.of());
    }

    private void join() {
        Asked<JoinResult> asked = new Asked<>();
        joining = Optional.of(asked);
        send(asked, memberId);
        String asWho = memberId;
        sent.add(() -> send(new Asked<>(), asWho));
    }

    private void send(Asked<JoinResult> asked, String asWho) {
        List<JoinProtocol> protocols = List.of(subscribed("range", "orders"));
        group.tell(group.joining(asWho, instance, "consumer", protocols, TestGroup.SESSION_MS, true, asked));
    }

    private void onJoin(Asked<JoinResult> asked) {
        if (asked.waits()) {
            return;
        }
        joining = Optional.empty();
        JoinResult result = asked.get();
        switch (result.error()) {
            case NONE -> {
                memberId = result.memberId();
                generation = result.generationId();
                sync(result);
            }
            case MEMBER_ID_REQUIRED -> memberId = result.memberId();
            default -> onError(result.error());
        }
    }

    private void sync(JoinResult joined) {
        Map<String, String> shares = new TreeMap<>();
        boolean assigns = joined.leader().equals(memberId) && !joined.skipAssignment();
        if (assigns) {
            List<JoinResult.JoinedMember> members = joined.members();
            Map<String, Set<String>> items = new LinkedHashMap<>();
            for (int item = 0; item < WORK_ITEMS; item++) {
                items.computeIfAbsent(members.get(item % members.size()).memberId(), id -> new TreeSet<>())
                        .add("item-" + item + "@" + generation);
            }
            items.forEach((id, share) -> shares.put(id, String.join(",", share)));
        }
        syncing = Optional.of(group.sync(memberId, instance, generation, shares));
        String asWho = memberId;
        int ofGeneration = generation;
        sent.add(() -> group.sync(asWho, instance, ofGeneration, shares));
    }

    private void onSync(Asked<SyncResult> asked) {
        if (asked.waits()) {
            return;
        }
        syncing = Optional.empty();
        if (asked.get().error() == Errors.NONE) {
            assignment = Optional.of(TestGroup.text(asked.get().assignment()));
        } else {
            onError(asked.get().error());
        }
    }

    private Errors heartbeat() {
        Asked<Errors> asked = new Asked<>();
        group.tell(new GroupCommand.Heartbeat(TestGroup.ID, memberId, instance, generation, asked));
        return asked.get();
    }

    private void onHeartbeat(Errors error) {
        if (error != Errors.NONE) {
            onError(error);
        }
    }

    private void onError(Errors error) {
        String kept = memberId;
        forget();
        boolean unknown = error == Errors.UNKNOWN_MEMBER_ID || error == Errors.FENCED_INSTANCE_ID;
        memberId = unknown ? "" : kept;
    }

    private void forget() {
        memberId = "";
        generation = -1;
        joining = Optional.empty();
        syncing = Optional.empty();
        assignment = Optional.empty();
    }

    @Override
    public String toString() {
        return instance.orElse("dynamic") + " " + memberId + " generation " + generation + " " + assignment;
    }
}
