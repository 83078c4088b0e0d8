package io.ottla.actors.simulation.transactions;

import io.ottla.actors.group.state.FetchedOffsets;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.transaction.state.InitResult;
import io.ottla.actors.transaction.state.TransactionCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * A process that reads, processes and writes exactly once, as stream processors do (KIP-447): member of a group, and producer under a
 * transactional id. It may crash, or stand still and go on as if nothing had happened.
 */
final class Worker {
    private static final int STEP_MS = 20;

    private final Workers workers;
    private final String transactionalId;
    private final Member member;
    private final Map<Integer, Long> positions = new TreeMap<>();
    private Optional<InitResult> producer = Optional.empty();
    private boolean gone;
    private boolean stopping;
    private boolean busy;
    private long standsStillUntilMs;

    Worker(Workers workers, String name, String transactionalId) {
        this.workers = workers;
        this.transactionalId = transactionalId;
        this.member = new Member(this, name);
    }

    TransactionsWorld world() {
        return workers.world();
    }

    Workers workers() {
        return workers;
    }

    String transactionalId() {
        return transactionalId;
    }

    Member member() {
        return member;
    }

    boolean isGone() {
        return gone;
    }

    void start() {
        step();
    }

    /** It ends without a word. */
    void crash() {
        gone = true;
    }

    void standStill(long ms) {
        standsStillUntilMs = world().now().steadyMs() + ms;
    }

    /** It begins nothing more. */
    void comeToRest() {
        stopping = true;
    }

    /** Does something later, if it is still there, and only when it does not stand still. */
    void later(long delayMs, Runnable what) {
        world().cluster().time().after(delayMs, () -> {
            long wait = standsStillUntilMs - world().now().steadyMs();
            if (gone) {
                return;
            }
            if (wait > 0) {
                later(wait, what);
            } else {
                what.run();
            }
        });
    }

    private void step() {
        later(STEP_MS, this::step);
        member.beat();
        if (!busy && !stopping) {
            work();
        }
    }

    private void work() {
        List<Integer> owned = member.owned();
        if (producer.isEmpty()) {
            startProducer();
        } else if (!owned.isEmpty()) {
            int source = owned.get(world().cluster().random().nextInt(owned.size()));
            if (positions.containsKey(source)) {
                busy = true;
                new WorkerTransaction(this, producer.get(), source, positions.get(source)).begin();
            } else {
                fetchPosition(source);
            }
        }
    }

    private void startProducer() {
        busy = true;
        new Call<InitResult>(
                        this,
                        TransactionsWorld.TRANSACTIONS,
                        (terms, reply) -> terms.coordinator()
                                .orElseThrow()
                                .execute(new TransactionCommand.Init(
                                        transactionalId,
                                        Coordination.TRANSACTION_TIMEOUT_MS,
                                        Optional.empty(),
                                        OptionalLong.of(workers.freshProducerId()),
                                        reply)),
                        result -> isRetriable(result.error()),
                        result -> {
                            busy = false;
                            positions.clear();
                            producer = Optional.of(result).filter(started -> started.error() == Errors.NONE);
                        })
                .send();
    }

    private void fetchPosition(int source) {
        busy = true;
        TopicPartition partition = new TopicPartition(Coordination.INPUTS, source);
        long since = member.ownsSince(source);
        String memberId = member.id();
        int memberEpoch = member.epoch();
        new Call<FetchedOffsets>(
                        this,
                        TransactionsWorld.OFFSETS,
                        (terms, reply) -> terms.coordinator()
                                .orElseThrow()
                                .execute(new GroupCommand.FetchOffsets(
                                        Member.GROUP,
                                        memberId,
                                        memberEpoch,
                                        Optional.of(List.of(partition)),
                                        true,
                                        reply)),
                        fetched -> isRetriable(fetched.error())
                                || !fetched.unstable().isEmpty(),
                        fetched -> {
                            busy = false;
                            if (fetched.error() == Errors.NONE && member.ownsSince(source) == since) {
                                positions.put(
                                        source,
                                        Optional.ofNullable(fetched.offsets().get(partition))
                                                .map(committed -> committed.offset())
                                                .orElse(0L));
                            }
                        })
                .send();
    }

    /** A partition was taken from it, or it has given it up. */
    void lost(int source) {
        positions.remove(source);
    }

    /** A transaction has committed, and goes on from there. */
    void committed(int source, long position, InitResult next) {
        busy = false;
        producer = Optional.of(next);
        if (member.owned().contains(source)) {
            positions.put(source, position);
        }
    }

    /** A transaction has aborted. */
    void aborted(int source, InitResult next) {
        busy = false;
        producer = Optional.of(next);
        positions.remove(source);
    }

    /** Another has taken its place, or nobody can tell how the transaction ended: it starts again. */
    void fenced() {
        busy = false;
        producer = Optional.empty();
        positions.clear();
    }

    static boolean isRetriable(Errors error) {
        return switch (error) {
            case CONCURRENT_TRANSACTIONS,
                    COORDINATOR_LOAD_IN_PROGRESS,
                    COORDINATOR_NOT_AVAILABLE,
                    NOT_COORDINATOR,
                    NOT_ENOUGH_REPLICAS,
                    NOT_LEADER_OR_FOLLOWER -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return member.id() + (gone ? " is gone" : busy ? " is busy" : " is idle") + ", producer " + producer + ", "
                + member + ", positions " + positions;
    }
}
