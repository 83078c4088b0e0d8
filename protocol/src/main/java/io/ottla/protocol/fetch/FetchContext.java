package io.ottla.protocol.fetch;

import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;

/** What one fetch request reads, and how its response relates to a session. */
public sealed interface FetchContext {
    /** The partitions to read, in order. */
    List<FetchPosition> positions();

    /** Makes the response's head and picks what goes into it; what is left out is to be released by the caller. */
    Answer answer(List<PartitionRead> reads, long nowMs);

    /**
     * The response apart from its form.
     *
     * @param error of the whole response
     * @param sessionId the session, 0 for none
     * @param partitions what the client is told
     */
    record Answer(Errors error, int sessionId, List<PartitionRead> partitions) {}

    /** The request does not fit its session: the client starts anew with a full fetch. */
    record Refused(Errors error) implements FetchContext {
        @Override
        public List<FetchPosition> positions() {
            return List.of();
        }

        @Override
        public Answer answer(List<PartitionRead> reads, long nowMs) {
            return new Answer(error, FetchMetadata.INVALID_SESSION_ID, List.of());
        }
    }

    /** A fetch that wants no session. */
    record Sessionless(List<FetchPosition> positions) implements FetchContext {
        @Override
        public Answer answer(List<PartitionRead> reads, long nowMs) {
            return new Answer(Errors.NONE, FetchMetadata.INVALID_SESSION_ID, reads);
        }
    }

    /** A full fetch that asks for a session; it gets one if there is room. */
    record Opening(FetchSessions sessions, FetchSessions.Kind kind, List<FetchPosition> positions)
            implements FetchContext {
        @Override
        public Answer answer(List<PartitionRead> reads, long nowMs) {
            return new Answer(Errors.NONE, sessions.create(kind, positions, reads, nowMs), reads);
        }
    }

    /** The next fetch of a session. */
    final class Continuing implements FetchContext {
        private final FetchSession session;
        private final int requestEpoch;
        private final List<FetchPosition> positions;

        Continuing(FetchSession session, int requestEpoch) {
            this.session = session;
            this.requestEpoch = requestEpoch;
            this.positions = session.positions();
        }

        @Override
        public List<FetchPosition> positions() {
            return positions;
        }

        @Override
        public Answer answer(List<PartitionRead> reads, long nowMs) {
            return session.news(requestEpoch, reads)
                    .map(news -> new Answer(Errors.NONE, session.id(), news))
                    .orElseGet(() -> new Answer(Errors.INVALID_FETCH_SESSION_EPOCH, session.id(), List.of()));
        }
    }
}
