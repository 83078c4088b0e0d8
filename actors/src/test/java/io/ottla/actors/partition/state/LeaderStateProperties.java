package io.ottla.actors.partition.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.partition.Images;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A leader under random followers, brokers and a controller that answers late, twice or not at all. */
class LeaderStateProperties {
    private static final List<Integer> REPLICAS = List.of(1, 2, 3, 4);
    private static final int MIN_IN_SYNC = 2;
    private static final long MAX_LAG_MS = 100;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void theWatermarkNeverPassesWhatAnyCommittedIsrHolds(long seed) {
        new Run(seed).steps(3_000);
    }

    private static final class Run implements Brokers {
        private final long seed;
        private final Random random;
        private final Set<Integer> fenced = new HashSet<>();
        private final Map<Integer, Long> ends = new HashMap<>();
        private final List<IsrChange> sent = new ArrayList<>();
        private final long epochStart;
        private final LeaderState leader;
        private List<Integer> committedIsr = List.of(1, 2, 3);
        private int partitionEpoch = 1;
        private boolean told = true;
        private long end;
        private long nowMs;
        private long lastWatermark;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.epochStart = random.nextInt(20);
            this.end = epochStart;
            REPLICAS.forEach(id -> ends.put(id, (long) random.nextInt((int) epochStart + 1)));
            long watermark = committedIsr.stream()
                    .filter(id -> id != 1)
                    .mapToLong(ends::get)
                    .min()
                    .orElseThrow();
            this.lastWatermark = watermark;
            this.leader = new LeaderState(
                    1,
                    Images.of(1, 5, partitionEpoch, REPLICAS, committedIsr),
                    new ReplicationRules(MIN_IN_SYNC, MAX_LAG_MS),
                    new LogEnd(end, end),
                    watermark,
                    this,
                    nowMs);
        }

        void steps(int count) {
            for (int step = 0; step < count; step++) {
                nowMs += random.nextInt(20);
                one();
                check();
            }
        }

        private void one() {
            switch (random.nextInt(7)) {
                case 0 -> {
                    end += random.nextInt(5);
                    leader.appended(end, end, nowMs);
                }
                case 1, 2, 3 -> followerFetches(2 + random.nextInt(3));
                case 4 -> send(leader.propose(nowMs));
                case 5 -> controllerDecides();
                default -> {
                    if (!fenced.remove(2 + random.nextInt(3)) && random.nextInt(4) == 0) {
                        fenced.add(2 + random.nextInt(3));
                    }
                }
            }
        }

        private void followerFetches(int id) {
            // What it was sent the last time is in its log now.
            ends.merge(id, end - random.nextInt(3), (had, has) -> Math.max(had, Math.min(end, has)));
            leader.fetched(new FollowerFetch(id, 1, 0, ends.get(id), 0, end), nowMs);
            if (leader.isReadyToJoin(id)) {
                send(leader.propose(nowMs));
            }
        }

        private void send(Optional<IsrChange> change) {
            change.ifPresent(proposal -> {
                for (IsrChange.InSync member : proposal.isr()) {
                    boolean joins = !committedIsr.contains(member.brokerId()) && told;
                    if (joins) {
                        assertThat(ends.get(member.brokerId()))
                                .as("seed %d: end of a proposed follower", seed)
                                .isGreaterThanOrEqualTo(Math.max(leader.highWatermark(), epochStart));
                        assertThat(fenced).as("seed %d: proposed", seed).doesNotContain(member.brokerId());
                    }
                }
                sent.add(proposal);
            });
        }

        /** The controller takes a proposal that stands on the present state, and tells the leader now or later. */
        private void controllerDecides() {
            if (!told) {
                tell();
                return;
            }
            if (sent.isEmpty()) {
                return;
            }
            IsrChange proposal = sent.get(random.nextInt(sent.size()));
            if (proposal.partitionEpoch() != partitionEpoch) {
                leader.answered(proposal, Errors.INVALID_UPDATE_VERSION, nowMs);
            } else if (proposal.isr().stream().anyMatch(member -> fenced.contains(member.brokerId()))) {
                sent.remove(proposal);
                leader.answered(proposal, Errors.INELIGIBLE_REPLICA, nowMs);
            } else {
                committedIsr =
                        proposal.isr().stream().map(IsrChange.InSync::brokerId).toList();
                partitionEpoch++;
                told = false;
                if (random.nextBoolean()) {
                    tell();
                }
            }
        }

        private void tell() {
            told = true;
            leader.decided(Images.of(1, 5, partitionEpoch, REPLICAS, committedIsr), nowMs);
        }

        private void check() {
            long watermark = leader.highWatermark();
            assertThat(watermark).as("seed %d: never goes back", seed).isGreaterThanOrEqualTo(lastWatermark);
            for (int id : new TreeSet<>(committedIsr)) {
                long has = id == 1 ? end : ends.get(id);
                assertThat(has).as("seed %d: what %d in the ISR has", seed, id).isGreaterThanOrEqualTo(watermark);
            }
            if (told && committedIsr.size() < MIN_IN_SYNC) {
                assertThat(watermark).as("seed %d: stands", seed).isEqualTo(lastWatermark);
            }
            lastWatermark = watermark;
        }

        @Override
        public boolean mayBeInSync(int brokerId, long brokerEpoch) {
            return !fenced.contains(brokerId);
        }

        @Override
        public boolean isAlive(int brokerId) {
            return !fenced.contains(brokerId);
        }
    }
}
