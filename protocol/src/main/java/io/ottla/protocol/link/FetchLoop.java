package io.ottla.protocol.link;

import akka.NotUsed;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The conversation on one connection: responses in, requests out. One fetch is parked with the leader's node most of the time. When
 * followers have something to say meanwhile, the next one is sent behind it, which ends it there.
 *
 * <pre>
 *   tcp --responses--&gt; FetchLoop --requests--&gt; tcp
 *                      |      ^
 *             followers append, and say where to go on
 * </pre>
 */
final class FetchLoop extends GraphStage<FlowShape<ByteString, ByteString>> {
    /** Fields of a response beside its records. */
    private static final int HEADROOM_BYTES = 64 * 1024 * 1024;

    private static final int MAX_OUTSTANDING = 2;

    /** Replica state with the broker's epoch, topic ids, diverging epochs. */
    private static final WireCodec FETCH = new WireCodec(ApiKeys.FETCH, (short) 18);

    /** So long the next fetch waits for followers that are appending, to take them all along; a slow disk does not hold the others. */
    private static final Duration PATIENCE = Duration.ofMillis(10);

    private static final Duration LOOK_FOR_SILENCE_EVERY = Duration.ofSeconds(5);

    private final Inlet<ByteString> in = Inlet.create("FetchLoop.responses");
    private final Outlet<ByteString> out = Outlet.create("FetchLoop.requests");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
    private final LeaderStream stream;

    FetchLoop(LeaderStream stream) {
        this.stream = stream;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inheritedAttributes) {
        return new Loop();
    }

    private enum Timer {
        PATIENCE_OVER,
        RETRY,
        SILENCE
    }

    /** A request that is not answered yet. */
    private record Outstanding(int correlationId, int sessionEpoch, long sentMs) {}

    private final class Loop extends TimerGraphStageLogic {
        private final FetchPlan plan = stream.plan();
        private final LinkLimits limits = stream.limits();
        private final FrameAssembler frames =
                new FrameAssembler(stream.buffers(), limits.maxBytes() + HEADROOM_BYTES, this::onResponse);
        private final Deque<Outstanding> outstanding = new ArrayDeque<>();
        private int lastCorrelationId;
        private boolean inSession;
        private boolean impatient;
        private long retryAtMs;
        private @Nullable Throwable broken;

        Loop() {
            super(shape);
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    try {
                        frames.feed(grab(in));
                    } catch (RuntimeException failure) {
                        fail(failure);
                        return;
                    }
                    pull(in);
                    fetchIfDue();
                }

                @Override
                public void onUpstreamFinish() {
                    fail(new IOException("closed by the other side"));
                }

                @Override
                public void onUpstreamFailure(Throwable failure) {
                    fail(failure);
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    fetchIfDue();
                }

                /** A connection that breaks may be heard of from either end first. */
                @Override
                public void onDownstreamFinish(Throwable cause) {
                    fail(NodeConnections.whyEnded(cause));
                }
            });
        }

        @Override
        public void preStart() {
            plan.startSession();
            AsyncCallback<NotUsed> wishes = createAsyncCallback(some -> onWishes());
            stream.attach(wishes);
            scheduleWithFixedDelay(Timer.SILENCE, LOOK_FOR_SILENCE_EVERY, LOOK_FOR_SILENCE_EVERY);
            pull(in);
            onWishes();
        }

        @Override
        public void postStop() {
            stream.ended(Optional.ofNullable(broken));
        }

        private void fail(Throwable failure) {
            broken = failure;
            failStage(failure);
        }

        private void onWishes() {
            stream.takeWishes(limits.pauseMs());
            retryWhenDue();
            fetchIfDue();
        }

        private void onResponse(Frame frame) {
            WireCodec.Response response = FETCH.decode(frame.buffer());
            FetchResponseData body = (FetchResponseData) response.body();
            Outstanding request = outstanding.poll();
            if (request == null || request.correlationId() != response.correlationId()) {
                throw new IllegalStateException("response " + response.correlationId() + " to no request: " + request);
            }
            Errors error = Errors.forCode(body.errorCode());
            if (error != Errors.NONE) {
                throw error.exception("the leader's node refused a fetch: " + error);
            }
            stream.answered();
            plan.answered(request.sessionEpoch(), body, frame, stream.nowMs(), limits.pauseMs());
            frame.reuseIfFree();
            inSession = plan.isInSession();
            retryWhenDue();
        }

        private void fetchIfDue() {
            if (plan.isEmpty() && !owesGoodbye()) {
                completeStage();
                return;
            }
            if (!isAvailable(out) || !mayFetch()) {
                return;
            }
            if (plan.isAppending() && !impatient) {
                if (!isTimerActive(Timer.PATIENCE_OVER)) {
                    scheduleOnce(Timer.PATIENCE_OVER, PATIENCE);
                }
                return;
            }
            impatient = false;
            cancelTimer(Timer.PATIENCE_OVER);
            fetch();
            if (plan.isEmpty()) {
                completeStage();
            }
        }

        /** Whether the leader's node has yet to hear that the last of its followers is gone: it would count on it. */
        private boolean owesGoodbye() {
            return inSession && plan.hasNews();
        }

        /** One fetch is always under way; a second one only to say something, as soon as there is a session to say it in. */
        private boolean mayFetch() {
            return outstanding.isEmpty()
                    ? inSession || plan.hasNews()
                    : inSession && outstanding.size() < MAX_OUTSTANDING && plan.hasNews();
        }

        private void fetch() {
            lastCorrelationId++;
            outstanding.add(new Outstanding(lastCorrelationId, plan.sessionEpoch(), stream.nowMs()));
            push(out, FETCH.encode(stream.clientId(), lastCorrelationId, plan.nextRequest(stream.self(), limits)));
        }

        /**
         * Takes up whose pause is over, and has a timer set for the next. A timer that is set stays, unless something is due sooner: were it set
         * anew with every answer, it would not fire as long as other partitions are busy.
         */
        private void retryWhenDue() {
            long nowMs = stream.nowMs();
            plan.retry(nowMs);
            long dueMs = plan.nextRetryMs();
            if (dueMs >= 0 && (!isTimerActive(Timer.RETRY) || dueMs < retryAtMs)) {
                retryAtMs = dueMs;
                scheduleOnce(Timer.RETRY, Duration.ofMillis(Math.max(1, dueMs - nowMs)));
            }
        }

        @Override
        public void onTimer(Object timer) {
            if (timer == Timer.SILENCE) {
                failIfSilent();
            } else if (timer == Timer.RETRY) {
                retryWhenDue();
                fetchIfDue();
            } else {
                impatient = true;
                fetchIfDue();
            }
        }

        private void failIfSilent() {
            Outstanding oldest = outstanding.peek();
            if (oldest != null && stream.nowMs() - oldest.sentMs() > limits.timeoutMs()) {
                fail(new TimeoutException("no answer for " + limits.timeoutMs() + " ms"));
            }
        }
    }
}
