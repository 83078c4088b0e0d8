package io.ottla.actors.journal.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A candidate's way to the journal (safety rules Q3, Q4): collects promises until the voters named in the most up-to-date log
 * among them have given a majority, then reads that log. What follows is {@link Replication}'s.
 *
 * <p>A candidate need not be a voter. It fails by being superseded, or by its owner's patience.
 */
public final class Takeover {
    private static final Comparator<VoterReply.Promised> UP_TO_DATE =
            Comparator.comparingLong(VoterReply.Promised::lastEpoch).thenComparingLong(VoterReply.Promised::lastIndex);

    private final WriterId writer;
    private final KnownVoters known;
    private final UUID here;
    private final Map<UUID, VoterAt> asked = new HashMap<>();
    private final Map<UUID, VoterReply.Promised> promises = new HashMap<>();
    private final List<Outbound> out = new ArrayList<>();
    private @Nullable VoterAt source;
    private @Nullable WriterId supersededBy;
    private VoterReply.@Nullable LogRead adopted;

    /**
     * A candidate.
     *
     * @param writer what it will write as; its epoch above all that it knows of
     * @param known the newest voters it knows of, where it begins to ask
     * @param here its own folder: a log here is preferred to one that is as good and must be fetched
     */
    public Takeover(WriterId writer, KnownVoters known, UUID here) {
        this.writer = writer;
        this.known = known;
        this.here = here;
        ask(known);
    }

    /** Takes a voter's answer. */
    public void onReply(VoterReply reply) {
        if (reply instanceof VoterReply.Promised promised && promised.writer().equals(writer)) {
            promises.put(promised.directoryId(), promised);
            proceed();
        } else if (reply instanceof VoterReply.Refused refused
                && refused.writer().equals(writer)) {
            supersededBy = refused.promised();
        } else if (reply instanceof VoterReply.LogRead read && read.writer().equals(writer)) {
            adopted = read;
        }
    }

    /** Asks again whoever has not answered. */
    public void repeat() {
        if (source != null) {
            out.add(new Outbound(source, new VoterRequest.Read(source.directoryId(), writer)));
            return;
        }
        asked.values().stream()
                .filter(voter -> !promises.containsKey(voter.directoryId()))
                .forEach(this::askForPromise);
    }

    /** The requests to send now; each is handed out once. */
    public List<Outbound> drain() {
        List<Outbound> requests = List.copyOf(out);
        out.clear();
        return requests;
    }

    /** The writer that was promised more: this candidate has lost. */
    public Optional<WriterId> supersededBy() {
        return Optional.ofNullable(supersededBy);
    }

    /** The most up-to-date log of a majority, once it is read. */
    public Optional<VoterReply.LogRead> adopted() {
        return Optional.ofNullable(adopted);
    }

    /** Who is writing if this succeeds. */
    public WriterId writer() {
        return writer;
    }

    /** Tells the operator what is missing. */
    public String progress() {
        KnownVoters voters = best().map(VoterReply.Promised::voters).orElse(known);
        return promises.size() + " promises, " + voters.majority() + " needed of the voters " + voters.voters();
    }

    private void proceed() {
        if (source != null) {
            return;
        }
        VoterReply.Promised best = best().orElseThrow();
        KnownVoters voters = best.voters();
        long granted = voters.voters().stream()
                .filter(voter -> promises.containsKey(voter.directoryId()))
                .count();
        if (granted < voters.majority()) {
            ask(voters);
            return;
        }
        source = asked.get(best.directoryId());
        repeat();
    }

    private Optional<VoterReply.Promised> best() {
        return promises.values().stream()
                .max(UP_TO_DATE.thenComparing(promised -> promised.directoryId().equals(here)));
    }

    /** Asks these for a promise, too: newer voters became known. */
    public void ask(KnownVoters voters) {
        for (VoterAt voter : voters.voters()) {
            if (asked.put(voter.directoryId(), voter) == null) {
                askForPromise(voter);
            }
        }
    }

    private void askForPromise(VoterAt voter) {
        out.add(new Outbound(voter, new VoterRequest.Promise(voter.directoryId(), writer)));
    }
}
