package io.ottla.actors.journal;

import akka.Done;
import io.ottla.actors.journal.state.Replication;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.journal.state.VoterCandidate;
import io.ottla.actors.journal.state.VoterPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the voters as the {@link VoterPlan} wants them, one step at a time. How long a broker has been gone is counted while
 * this controller is active.
 */
final class VoterCare {
    private static final Logger log = LoggerFactory.getLogger(VoterCare.class);
    private static final long LEARN_WITHIN_MS = 15_000;
    private static final long AVOID_FOR_MS = 60_000;

    private final VoterPlan plan;
    private final Map<Integer, CompletableFuture<Done>> decommissioned = new HashMap<>();
    private final Map<UUID, Long> goneSinceMs = new HashMap<>();
    private final Map<UUID, Long> avoidUntilMs = new HashMap<>();
    private final Map<Integer, Long> unregisteredSinceMs = new HashMap<>();
    private List<VoterCandidate> candidates = List.of();
    private long learningSinceMs;

    VoterCare(VoterPlan plan) {
        this.plan = plan;
    }

    /** These are the registered brokers now. */
    void candidates(List<VoterCandidate> registered, long nowMs) {
        candidates = registered;
        goneSinceMs
                .keySet()
                .removeIf(id ->
                        registered.stream().noneMatch(one -> one.directoryId().equals(id) && !one.live()));
        registered.stream()
                .filter(one -> !one.live())
                .forEach(gone -> goneSinceMs.putIfAbsent(gone.directoryId(), nowMs));
    }

    /** This node shall vote no more; {@code done} completes when that is committed. */
    void decommission(int nodeId, CompletableFuture<Done> done) {
        CompletableFuture<Done> before = decommissioned.put(nodeId, done);
        if (before != null) {
            done.thenAccept(before::complete);
        }
    }

    /** Takes the next step, if one is due and possible. */
    void step(Replication replication, long nowMs) {
        if (!replication.mayChangeVoters()) {
            return;
        }
        List<VoterAt> voters = replication.voters().voters();
        complete(voters);
        if (candidates.isEmpty() && decommissioned.isEmpty()) {
            return;
        }
        avoidUntilMs.values().removeIf(until -> until <= nowMs);
        List<VoterPlan.Standing> standings = candidates.stream()
                .map(candidate -> new VoterPlan.Standing(
                        candidate, nowMs - goneSinceMs.getOrDefault(candidate.directoryId(), nowMs)))
                .toList();
        Optional<VoterPlan.Step> step =
                plan.next(voters, standings, leaving(voters, nowMs), Set.copyOf(avoidUntilMs.keySet()));
        if (step.isEmpty()) {
            replication.teach(Optional.empty(), nowMs);
        } else if (step.get() instanceof VoterPlan.Learn learn) {
            learn(replication, learn.learner(), nowMs);
        } else if (step.get() instanceof VoterPlan.Change change) {
            change(replication, change.voters(), nowMs);
        }
    }

    /** Nodes that are decommissioned, and voters that have been registered by no broker for as long as would replace them. */
    private Set<Integer> leaving(List<VoterAt> voters, long nowMs) {
        Set<Integer> leaving = new HashSet<>(decommissioned.keySet());
        Set<Integer> registered =
                candidates.stream().map(VoterCandidate::nodeId).collect(Collectors.toSet());
        unregisteredSinceMs.keySet().removeIf(registered::contains);
        for (VoterAt voter : voters) {
            if (!registered.contains(voter.nodeId())) {
                long sinceMs = unregisteredSinceMs.computeIfAbsent(voter.nodeId(), id -> nowMs);
                if (plan.replaceAfterMs() > 0 && nowMs - sinceMs >= plan.replaceAfterMs()) {
                    leaving.add(voter.nodeId());
                }
            }
        }
        return leaving;
    }

    private void learn(Replication replication, VoterAt next, long nowMs) {
        if (!replication.learner().equals(Optional.of(next))) {
            log.info("node {} learns the metadata journal, to become a voter", next.nodeId());
            learningSinceMs = nowMs;
            replication.teach(Optional.of(next), nowMs);
        } else if (replication.learnerIsCaughtUp()) {
            ArrayList<VoterAt> more = new ArrayList<>(replication.voters().voters());
            more.add(next);
            change(replication, more, nowMs);
            replication.teach(Optional.empty(), nowMs);
        } else if (nowMs - learningSinceMs > LEARN_WITHIN_MS) {
            avoidUntilMs.put(next.directoryId(), nowMs + AVOID_FOR_MS);
        }
    }

    private static void change(Replication replication, List<VoterAt> voters, long nowMs) {
        log.info(
                "voters of the metadata journal: {}",
                voters.stream().map(VoterAt::nodeId).toList());
        replication.changeVoters(voters, nowMs);
    }

    private void complete(List<VoterAt> voters) {
        decommissioned.forEach((nodeId, done) -> {
            if (voters.stream().noneMatch(voter -> voter.nodeId() == nodeId)) {
                done.complete(Done.getInstance());
            }
        });
    }

    /** Nobody waits for a decommission any more; whoever asked asks the next controller. */
    void close(RuntimeException cause) {
        decommissioned.values().forEach(done -> done.completeExceptionally(cause));
    }
}
