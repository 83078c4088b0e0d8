package io.ottla.actors.partition.state;

import io.ottla.storage.PartitionLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * Lets a batch into an open transaction only, asking the transaction's coordinator when the log does not show that it is open. What the
 * same producer sends meanwhile waits behind, in order.
 *
 * <p>A marker that is appended while the coordinator is being asked may have ended the very transaction: then it is asked again.
 */
public final class TransactionGate {
    /** So many may wait for coordinators or have been let in without having written; beyond, producers come again. */
    private static final int MAX_PRODUCERS = 10_000;

    private final Asker asker;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private final Map<Long, Short> verified = new LinkedHashMap<>();

    /** Asks the coordinator, and has the gate told of the answer in the partition's own thread. */
    public interface Asker {
        void ask(TransactionCheck check);
    }

    private static final class Waiting {
        private final List<Consumer<Errors>> held = new ArrayList<>();
        private boolean askAgain;
    }

    public TransactionGate(Asker asker) {
        this.asker = asker;
    }

    /** Calls back with NONE once the transaction is known to be open, now or later, else with the error. */
    public void pass(TransactionCheck check, Producers producers, Consumer<Errors> then) {
        Waiting before = waiting.get(check.producerId());
        if (before != null) {
            before.held.add(then);
        } else if (admits(check.producerId(), check.producerEpoch(), producers)) {
            then.accept(Errors.NONE);
        } else if (waiting.size() >= MAX_PRODUCERS) {
            then.accept(Errors.NOT_ENOUGH_REPLICAS);
        } else {
            Waiting asked = new Waiting();
            asked.held.add(then);
            waiting.put(check.producerId(), asked);
            asker.ask(check);
        }
    }

    /** Whether a batch of this producer belongs to a transaction that is open. */
    public boolean admits(long producerId, short epoch, Producers producers) {
        Short known = verified.get(producerId);
        return (known != null && known == epoch) || producers.inTransaction(producerId, epoch);
    }

    /** The coordinator has answered. */
    public void answered(TransactionCheck check, Errors error) {
        Waiting asked = waiting.get(check.producerId());
        if (asked == null) {
            return;
        }
        if (error == Errors.NONE && asked.askAgain) {
            asked.askAgain = false;
            asker.ask(check);
            return;
        }
        waiting.remove(check.producerId());
        if (error == Errors.NONE) {
            admit(check);
        }
        asked.held.forEach(then -> then.accept(error));
    }

    private void admit(TransactionCheck check) {
        if (verified.size() >= MAX_PRODUCERS) {
            verified.remove(verified.keySet().iterator().next());
        }
        verified.put(check.producerId(), check.producerEpoch());
    }

    /** A marker has been appended: what was verified before it says nothing any more. */
    public void ended(long producerId) {
        verified.remove(producerId);
        Waiting asked = waiting.get(producerId);
        if (asked != null) {
            asked.askAgain = true;
        }
    }

    /** Sends everybody away who waits. */
    public void refuse(Errors error) {
        List<Waiting> all = List.copyOf(waiting.values());
        waiting.clear();
        verified.clear();
        all.forEach(each -> each.held.forEach(then -> then.accept(error)));
    }

    /** What the log knows of producers: {@link PartitionLog#inTransaction}. */
    @FunctionalInterface
    public interface Producers {
        boolean inTransaction(long producerId, short epoch);
    }
}
