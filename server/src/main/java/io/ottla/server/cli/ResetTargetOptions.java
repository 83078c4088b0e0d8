package io.ottla.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The targets of {@code group reset}, of which exactly one is given. */
final class ResetTargetOptions {
    @Option(names = "--to-earliest", required = true, description = "To the oldest record there is.")
    private boolean toEarliest;

    @Option(names = "--to-latest", required = true, description = "Behind the newest record.")
    private boolean toLatest;

    @Option(
            names = "--to-offset",
            paramLabel = "OFFSET",
            required = true,
            description = "To this offset, or the nearest that exists.")
    private @Nullable Long toOffset;

    @Option(
            names = "--to-datetime",
            paramLabel = "TIME",
            required = true,
            description =
                    "To the first record at or after a time, such as 2026-11-22T10:00:00Z, or 2h for two hours ago.")
    private @Nullable String toDatetime;

    @Option(
            names = "--shift-by",
            paramLabel = "n",
            required = true,
            description = "Forward by n records from what is committed, or back if n is negative.")
    private @Nullable Long shiftBy;

    ResetTarget target(Times times) {
        if (toEarliest) {
            return new ResetTarget.Earliest();
        }
        if (toLatest) {
            return new ResetTarget.Latest();
        }
        if (toOffset != null) {
            return new ResetTarget.ToOffset(toOffset);
        }
        if (toDatetime != null) {
            return new ResetTarget.ToTime(times.parse("--to-datetime", toDatetime));
        }
        if (shiftBy != null) {
            return new ResetTarget.ShiftBy(shiftBy);
        }
        throw new UsageError("say where to: --to-earliest, --to-latest, --to-offset, --to-datetime or --shift-by");
    }
}
