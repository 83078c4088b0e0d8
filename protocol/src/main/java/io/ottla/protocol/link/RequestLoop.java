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
import org.jspecify.annotations.Nullable;

/** Questions and answers on one connection, any number at a time; answers come in the order of the questions. */
final class RequestLoop extends GraphStage<FlowShape<ByteString, ByteString>> {
    private static final int MAX_RESPONSE_BYTES = 100 * 1024 * 1024;
    private static final long ANSWER_TIMEOUT_MS = 30_000;
    private static final long IDLE_MS = 60_000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Inlet<ByteString> in = Inlet.create("RequestLoop.responses");
    private final Outlet<ByteString> out = Outlet.create("RequestLoop.requests");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
    private final RequestStream stream;

    RequestLoop(RequestStream stream) {
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

    /** A question that was sent. */
    private record Asked(int correlationId, Call call, long sentMs) {}

    private final class Loop extends TimerGraphStageLogic {
        private final FrameAssembler frames =
                new FrameAssembler(new FrameBuffers(), MAX_RESPONSE_BYTES, this::onResponse);
        private final Deque<Asked> asked = new ArrayDeque<>();
        private int lastCorrelationId;
        private long usedMs = stream.nowMs();
        private @Nullable Throwable broken;

        Loop() {
            super(shape);
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    try {
                        frames.feed(grab(in));
                        pull(in);
                    } catch (RuntimeException failure) {
                        fail(failure);
                    }
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
                    send();
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
            AsyncCallback<NotUsed> called = createAsyncCallback(some -> send());
            stream.attach(called);
            scheduleWithFixedDelay("look", LOOK_EVERY, LOOK_EVERY);
            pull(in);
        }

        @Override
        public void postStop() {
            Throwable failure = broken == null ? new IOException("the connection was closed") : broken;
            asked.forEach(each -> each.call().answer().completeExceptionally(failure));
            stream.ended(Optional.ofNullable(broken));
        }

        private void fail(Throwable failure) {
            broken = failure;
            failStage(failure);
        }

        /** Everything that waits goes in one write. */
        private void send() {
            if (!isAvailable(out)) {
                return;
            }
            ByteString bytes = ByteString.emptyByteString();
            for (Call call = stream.next(); call != null; call = stream.next()) {
                lastCorrelationId++;
                asked.add(new Asked(lastCorrelationId, call, stream.nowMs()));
                bytes = bytes.concat(call.codec().encode(stream.clientId(), lastCorrelationId, call.request()));
            }
            if (!bytes.isEmpty()) {
                usedMs = stream.nowMs();
                push(out, bytes);
            }
        }

        private void onResponse(Frame frame) {
            Asked oldest = asked.poll();
            if (oldest == null) {
                throw new IllegalStateException("an answer to no question");
            }
            try {
                WireCodec.Response response = oldest.call().codec().decode(frame.buffer());
                if (response.correlationId() != oldest.correlationId()) {
                    throw new IllegalStateException("answer " + response.correlationId() + " instead of " + oldest);
                }
                oldest.call().answer().complete(response.body());
            } catch (RuntimeException failure) {
                oldest.call().answer().completeExceptionally(failure);
                throw failure;
            }
            frame.reuseIfFree();
        }

        @Override
        public void onTimer(Object timer) {
            long now = stream.nowMs();
            Asked oldest = asked.peek();
            if (oldest != null && now - oldest.sentMs() > ANSWER_TIMEOUT_MS) {
                fail(new TimeoutException("no answer for " + ANSWER_TIMEOUT_MS + " ms"));
            } else if (oldest == null && now - usedMs > IDLE_MS) {
                completeStage();
            }
        }
    }
}
