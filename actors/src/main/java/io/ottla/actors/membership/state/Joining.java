package io.ottla.actors.membership.state;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.remote.NodeAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A node's way into the cluster that its folder belongs to (safety rule M1): through any node that is up, and only when none
 * is, and a majority of the newest voters grants it, by beginning the membership itself, in the order of the addresses.
 *
 * <p>Not thread-safe. Times are milliseconds of a clock that never goes back.
 */
public final class Joining {
    /** What was heard longer ago does not count. */
    static final long FRESH_MS = 2_000;

    /** So long a node that does not answer at all is waited for. */
    static final long PATIENCE_MS = 3_000;

    /** Grants that have not become a majority by then are forgotten. */
    static final long ASK_FOR_MS = 5_000;

    /** So long the next address waits for the one before it to begin. */
    static final long TURN_MS = Grants.BINDS_MS + 2_000;

    private final NodeAddress self;
    private final long sinceMs;
    private final Map<NodeAddress, Heard> heard = new HashMap<>();
    private Optional<Ask> asking = Optional.empty();
    private long asks;

    /** The way of the node with this address, which begins now. */
    public Joining(NodeAddress self, long nowMs) {
        this.self = self;
        this.sinceMs = nowMs;
    }

    private record Ask(long number, KnownVoters voters, long atMs, Set<VoterAt> granted) {}

    /** A node of the same cluster has answered, or nobody is where it was. */
    public void heard(NodeAddress from, Heard news) {
        if (!from.equals(self)) {
            heard.put(from, news);
        }
    }

    /** A voter granted what was asked for with this number. */
    public void granted(long ask, VoterAt voter) {
        asking.filter(current -> current.number() == ask)
                .ifPresent(current -> current.voters().voters().stream()
                        .filter(known -> known.is(voter.nodeId(), voter.directoryId()))
                        .forEach(current.granted()::add));
    }

    /**
     * The next step.
     *
     * @param contacts all other addresses where a node of the cluster may be
     * @param ownVoters the newest voters this node knows of itself
     */
    public JoinStep step(Set<NodeAddress> contacts, Optional<KnownVoters> ownVoters, long nowMs) {
        heard.values().removeIf(news -> nowMs - news.atMs() > FRESH_MS);
        List<NodeAddress> up = withStanding(Standing.UP).sorted().toList();
        if (!up.isEmpty()) {
            asking = Optional.empty();
            return new JoinStep.JoinThrough(up);
        }
        Set<NodeAddress> silent = new TreeSet<>(contacts);
        silent.remove(self);
        silent.removeAll(heard.keySet());
        if (!silent.isEmpty() && nowMs - sinceMs < PATIENCE_MS) {
            return new JoinStep.Await("no answer yet from " + silent);
        }
        Optional<KnownVoters> newest = Stream.concat(
                        ownVoters.stream(), heard.values().stream().flatMap(news -> news.voters().stream()))
                .reduce((one, other) -> other.isNewerThan(one) ? other : one);
        return newest.map(voters -> begin(voters, silent, nowMs))
                .orElseGet(() -> new JoinStep.Await("no node of the cluster answers" + told(silent)));
    }

    private JoinStep begin(KnownVoters voters, Set<NodeAddress> silent, long nowMs) {
        if (withStanding(Standing.JOINING).findAny().isPresent()) {
            return new JoinStep.Await("another node is joining");
        }
        asking = asking.filter(
                ask -> nowMs - ask.atMs() < ASK_FOR_MS && ask.voters().voters().equals(voters.voters()));
        if (asking.filter(ask -> ask.granted().size() >= voters.majority()).isPresent()) {
            return new JoinStep.Begin();
        }
        if (!isMyTurn(nowMs)) {
            return new JoinStep.Await("waiting for a node with a lower address to begin");
        }
        Ask ask = asking.orElseGet(() -> new Ask(++asks, voters, nowMs, new HashSet<>()));
        asking = Optional.of(ask);
        List<VoterAt> silentVoters = voters.voters().stream()
                .filter(voter -> !ask.granted().contains(voter))
                .toList();
        return new JoinStep.AskFor(ask.number(), silentVoters, told(silent));
    }

    /**
     * The lowest of those that answer begins. When it does not, the next one has a turn, and so on; between turns all but the
     * lowest pause longer than a grant binds, so that they cannot keep the votes split for ever.
     */
    private boolean isMyTurn(long nowMs) {
        long lower = withStanding(Standing.OUTSIDE)
                .filter(other -> other.compareTo(self) < 0)
                .count();
        if (lower == 0) {
            return true;
        }
        long turns = 2 * (withStanding(Standing.OUTSIDE).count() + 1);
        return (nowMs - sinceMs) / TURN_MS % turns == lower;
    }

    private Stream<NodeAddress> withStanding(Standing standing) {
        return heard.entrySet().stream()
                .filter(entry -> entry.getValue().answered() && entry.getValue().standing() == standing)
                .map(Map.Entry::getKey);
    }

    private String told(Set<NodeAddress> silent) {
        return silent.isEmpty() ? "" : "; no answer from " + silent + " (do they reach this node at " + self + "?)";
    }
}
