package io.ottla.protocol.fetch;

import io.ottla.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has records that are not in memory read from the disk before they are sent, on a thread that may wait for it: sendfile would have the event loop,
 * and everybody else on it, wait (safety rule R5).
 */
public final class ColdReads {
    private static final Logger LOG = LoggerFactory.getLogger(ColdReads.class);

    private ColdReads() {}

    /**
     * Goes on when the records of these reads are in memory: at once where they are, else on the event loop. The reads must be held until then.
     *
     * @param disk runs what waits for the disk
     * @param eventLoop runs {@code then}, if not at once
     */
    public static void readAhead(List<PartitionRead> reads, Executor disk, Executor eventLoop, Runnable then) {
        List<SliceRecords> cold = cold(reads);
        if (cold.isEmpty()) {
            then.run();
            return;
        }
        try {
            disk.execute(() -> {
                cold.forEach(ColdReads::readAhead);
                eventLoop.execute(then);
            });
        } catch (RejectedExecutionException closing) {
            then.run();
        }
    }

    /** Usually none, which is found out without making anything. */
    private static List<SliceRecords> cold(List<PartitionRead> reads) {
        List<SliceRecords> cold = List.of();
        for (PartitionRead read : reads) {
            if (read.data().records() instanceof SliceRecords records && records.isCold()) {
                cold = cold.isEmpty() ? new ArrayList<>() : cold;
                cold.add(records);
            }
        }
        return cold;
    }

    private static void readAhead(SliceRecords records) {
        try {
            records.readAhead();
        } catch (StorageException failure) {
            // Whoever sends it meets the same failure, and closes the connection.
            LOG.error("reading ahead failed", failure);
        }
    }
}
