package io.ottla.actors.journal.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who should vote (safety rule Q6): one voter with one or two registered brokers, three from three on, five from five on where
 * that is configured. One step at a time, a new voter before an old one goes.
 *
 * @param mostVoters at most so many: 3 or 5
 * @param replaceAfterMs a voter is replaced when it has been gone for so long; 0 for never
 * @param here this node's folder: the writer's own voter is not the one to give up
 */
public record VoterPlan(int mostVoters, long replaceAfterMs, UUID here) {
    private static final int FEW = 3;
    private static final int MANY = 5;

    /**
     * A registered broker as the plan sees it.
     *
     * @param goneMs for how long it has been gone; 0 if it is live
     */
    public record Standing(VoterCandidate candidate, long goneMs) {}

    /** What to do next. */
    public sealed interface Step {}

    /** Feed this node until it has what the voters have, then add it. */
    public record Learn(VoterAt learner) implements Step {}

    /** Change the voters to these, which differ by one at most. */
    public record Change(List<VoterAt> voters) implements Step {}

    /**
     * The next step; nothing if the voters are as they should be.
     *
     * @param registered the registered brokers
     * @param decommissioned nodes that shall vote no more
     * @param avoid folders that could not be fed lately
     */
    public Optional<Step> next(
            List<VoterAt> voters, List<Standing> registered, Set<Integer> decommissioned, Set<UUID> avoid) {
        List<Standing> brokers = registered.stream()
                .filter(standing ->
                        !decommissioned.contains(standing.candidate().nodeId()))
                .toList();
        Optional<Step> moved = moved(voters, brokers);
        if (moved.isPresent()) {
            return moved;
        }
        int target = target(brokers.size());
        List<VoterAt> leaving = voters.stream()
                .filter(voter -> decommissioned.contains(voter.nodeId()) || isLeaving(voter, brokers))
                .toList();
        Optional<VoterAt> spare = spare(voters, leaving, brokers, avoid);
        boolean tooFew = voters.size() - leaving.size() < target;
        if (tooFew && voters.size() <= target && spare.isPresent()) {
            return spare.map(Learn::new);
        }
        if (voters.size() > 1) {
            return surplus(voters, leaving, brokers, decommissioned, target)
                    .map(gone -> new Change(without(voters, gone)));
        }
        return Optional.empty();
    }

    private int target(int wanted) {
        if (wanted >= MANY && mostVoters >= MANY) {
            return MANY;
        }
        return wanted >= FEW && mostVoters >= FEW ? FEW : 1;
    }

    /** A voter that is reached elsewhere now is the same voter. */
    private static Optional<Step> moved(List<VoterAt> voters, List<Standing> brokers) {
        List<VoterAt> now = new ArrayList<>();
        for (VoterAt voter : voters) {
            now.add(find(voter, brokers)
                    .map(standing -> standing.candidate().asVoter())
                    .orElse(voter));
        }
        return now.equals(voters) ? Optional.empty() : Optional.of(new Change(now));
    }

    /** A broker that has been gone for long, or whose folder was lost; not one that has yet to register. */
    private boolean isLeaving(VoterAt voter, List<Standing> brokers) {
        boolean folderIsLost = brokers.stream()
                .map(Standing::candidate)
                .anyMatch(candidate -> candidate.nodeId() == voter.nodeId()
                        && !candidate.directoryId().equals(voter.directoryId()));
        return folderIsLost || find(voter, brokers).filter(this::isGoneForLong).isPresent();
    }

    private boolean isGoneForLong(Standing standing) {
        return replaceAfterMs > 0 && standing.goneMs() >= replaceAfterMs;
    }

    /** The node of a lost folder comes first, then the lowest number. */
    private static Optional<VoterAt> spare(
            List<VoterAt> voters, List<VoterAt> leaving, List<Standing> brokers, Set<UUID> avoid) {
        Comparator<VoterCandidate> order = Comparator.comparing((VoterCandidate candidate) ->
                        leaving.stream().noneMatch(voter -> voter.nodeId() == candidate.nodeId()))
                .thenComparing(VoterCandidate::nodeId);
        return brokers.stream()
                .map(Standing::candidate)
                .filter(VoterCandidate::live)
                .filter(candidate -> !avoid.contains(candidate.directoryId()))
                .filter(candidate ->
                        voters.stream().noneMatch(voter -> voter.directoryId().equals(candidate.directoryId())))
                .min(order)
                .map(VoterCandidate::asVoter);
    }

    /**
     * Who goes: one that leaves, if it was replaced or cannot be; else one too many of an even number, which is no safer than
     * one less.
     */
    private Optional<VoterAt> surplus(
            List<VoterAt> voters,
            List<VoterAt> leaving,
            List<Standing> brokers,
            Set<Integer> decommissioned,
            int target) {
        boolean tooMany = voters.size() > target;
        Optional<VoterAt> first = leaving.stream()
                .filter(voter -> tooMany || decommissioned.contains(voter.nodeId()))
                .findFirst();
        if (first.isPresent() || !tooMany || voters.size() % 2 == 1) {
            return first;
        }
        return voters.stream()
                .filter(voter -> !voter.directoryId().equals(here))
                .max(Comparator.comparing((VoterAt voter) -> find(voter, brokers)
                                .filter(standing -> !standing.candidate().live())
                                .isPresent())
                        .thenComparing(VoterAt::nodeId));
    }

    private static Optional<Standing> find(VoterAt voter, List<Standing> brokers) {
        return brokers.stream()
                .filter(standing -> standing.candidate().directoryId().equals(voter.directoryId()))
                .findFirst();
    }

    private static List<VoterAt> without(List<VoterAt> voters, VoterAt gone) {
        return voters.stream().filter(voter -> !voter.equals(gone)).toList();
    }
}
