package io.ottla.server.cli;

import java.time.Instant;

/** Where {@code tail} begins. */
sealed interface TailStart {
    /** The last so many records of the topic, over all its partitions. */
    record LastRecords(int count) implements TailStart {}

    /** The oldest record of each partition. */
    record Beginning() implements TailStart {}

    /** Behind the newest record of each partition. */
    record End() implements TailStart {}

    /** An offset in each partition, or the nearest that exists. */
    record AtOffset(long offset) implements TailStart {}

    /** The first record of each partition at or after an instant. */
    record AtTime(Instant instant) implements TailStart {}

    /** Reads the value of {@code --from}: a word, an offset or a time. */
    static TailStart parse(String text, Times times) {
        if (text.equals("beginning")) {
            return new Beginning();
        }
        if (text.equals("end")) {
            return new End();
        }
        if (text.matches("\\d{1,18}")) {
            return new AtOffset(Long.parseLong(text));
        }
        return times.tryParse(text)
                .<TailStart>map(AtTime::new)
                .orElseThrow(() -> new UsageError("--from takes beginning, end, an offset, or a time such as"
                        + " 2026-11-22T10:00:00Z, 15m (ago) or @1763805600000 (epoch ms), not '" + text + "'"));
    }
}
