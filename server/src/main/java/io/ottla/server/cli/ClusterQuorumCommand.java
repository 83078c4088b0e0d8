package io.ottla.server.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.QuorumInfo.ReplicaState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ottla cluster quorum}. */
@Command(name = "quorum", description = "Show which nodes keep the cluster's metadata, and how far each of them is.")
final class ClusterQuorumCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOptions output;

    ClusterQuorumCommand(Console console) {
        this.console = console;
    }

    /**
     * The quorum.
     *
     * @param controller the node that writes; absent while there is none
     * @param epoch its epoch
     * @param committed the end of what a majority has
     */
    record Quorum(@Nullable Integer controller, long epoch, long committed, List<Copy> copies) {}

    /**
     * The metadata on one node.
     *
     * @param voter whether it counts for a majority
     * @param logEnd where it ends; absent if the node did not answer
     */
    record Copy(
            int node,
            boolean voter,
            @Nullable Long logEnd,
            @Nullable Long lag,
            @Nullable Long caughtUpMs) {}

    @Override
    public Integer call() {
        try (Admin admin = cluster.admin()) {
            QuorumInfo info = Await.result(admin.describeMetadataQuorum().quorumInfo());
            List<Copy> copies = new ArrayList<>();
            info.voters().forEach(state -> copies.add(copy(info, state, true)));
            info.observers().forEach(state -> copies.add(copy(info, state, false)));
            Integer controller = info.leaderId() < 0 ? null : info.leaderId();
            Quorum quorum = new Quorum(controller, info.leaderEpoch(), info.highWatermark(), List.copyOf(copies));
            output.print(console.out(), quorum, out -> print(out, quorum));
        }
        return 0;
    }

    private static Copy copy(QuorumInfo info, ReplicaState state, boolean voter) {
        Long logEnd = state.logEndOffset() < 0 ? null : state.logEndOffset();
        Long lag = logEnd == null ? null : Math.max(0, info.highWatermark() - logEnd);
        OptionalLong caughtUp = state.lastCaughtUpTimestamp();
        return new Copy(
                state.replicaId(), voter, logEnd, lag, caughtUp.isPresent() ? (Long) caughtUp.getAsLong() : null);
    }

    private static void print(PrintStream out, Quorum quorum) {
        out.println("controller " + Words.orDash(quorum.controller()) + "  epoch " + quorum.epoch() + "  committed "
                + quorum.committed());
        Table table = new Table("NODE", "ROLE", "END", "LAG");
        quorum.copies()
                .forEach(copy -> table.row(
                        copy.node(),
                        copy.voter() ? "voter" : "observer",
                        Words.orDash(copy.logEnd()),
                        Words.orDash(copy.lag())));
        table.print(out);
    }
}
