package io.ottla.actors.journal;

import com.typesafe.config.Config;
import io.ottla.actors.journal.state.Pace;
import io.ottla.actors.journal.state.VoterPlan;
import io.ottla.actors.remote.NodeAddress;
import java.time.Duration;
import java.util.UUID;

/**
 * How this node writes the journal.
 *
 * @param here where this node is reached
 * @param standalone whether the journal serves any persistent actor and nobody tells it to take over
 * @param pace how voters are fed
 * @param appendPatienceMs after this long an append that is not committed ends the session
 * @param mostVoters how many voters a large cluster has
 * @param replaceAfter how long a voter may be gone; zero for ever
 */
record WriterSettings(
        NodeAddress here, boolean standalone, Pace pace, long appendPatienceMs, int mostVoters, Duration replaceAfter) {

    static WriterSettings of(Config journal, NodeAddress here) {
        return new WriterSettings(
                here,
                journal.getBoolean("standalone"),
                new Pace(
                        journal.getDuration("idle-append-interval").toMillis(),
                        journal.getDuration("retry-interval").toMillis(),
                        journal.getBytes("append-bytes"),
                        journal.getBytes("compact-after-bytes")),
                journal.getDuration("append-timeout").toMillis(),
                journal.getInt("voters"),
                journal.getDuration("replace-voter-after"));
    }

    /**
     * The plan of a writer here.
     *
     * @param folder this node's
     */
    VoterPlan plan(UUID folder) {
        return new VoterPlan(mostVoters, replaceAfter.toMillis(), folder);
    }
}
