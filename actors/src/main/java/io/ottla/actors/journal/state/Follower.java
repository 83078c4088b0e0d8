package io.ottla.actors.journal.state;

/** What a writer knows of one voter or learner. One append is on its way to it at a time. */
final class Follower {
    private VoterAt at;
    private long nextIndex;
    private long matched;
    private long sentRound;
    private long answeredRound;
    private long sentAtMs;
    private boolean waiting;

    Follower(VoterAt at, long nextIndex) {
        this.at = at;
        this.nextIndex = nextIndex;
    }

    VoterAt at() {
        return at;
    }

    void movedTo(VoterAt voter) {
        at = voter;
    }

    /** The first entry to send. */
    long nextIndex() {
        return nextIndex;
    }

    /** The newest entry known to be the same there. */
    long matched() {
        return matched;
    }

    /** The newest of the writer's messages that it has answered. */
    long answeredRound() {
        return answeredRound;
    }

    boolean isWaiting() {
        return waiting;
    }

    long sentAtMs() {
        return sentAtMs;
    }

    void sent(long round, long nowMs) {
        sentRound = round;
        sentAtMs = nowMs;
        waiting = true;
    }

    void appended(VoterReply.Appended reply) {
        answered(reply.round());
        matched = Math.max(matched, reply.matched());
        if (!waiting) {
            nextIndex = matched + 1;
        }
    }

    /** A voter that lacks what it once had is left alone until the next retry: only a broken one says so. */
    void mismatched(VoterReply.Mismatch reply) {
        boolean newest = waiting && reply.round() == sentRound;
        if (reply.tryAfter() < matched) {
            return;
        }
        answered(reply.round());
        if (newest) {
            nextIndex = Math.max(matched + 1, Math.min(nextIndex - 1, reply.tryAfter() + 1));
        }
    }

    private void answered(long round) {
        answeredRound = Math.max(answeredRound, round);
        if (round == sentRound) {
            waiting = false;
        }
    }
}
