package io.ottla.http;

import akka.Done;
import akka.http.scaladsl.model.EntityStreamSizeException;
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
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Lets a body through up to the limit, and keeps it open when its reader has gone, so that what the client still sends can be
 * {@linkplain #discard() discarded} instead of being left in the socket. Used once.
 */
final class RequestBodyStage extends GraphStage<FlowShape<ByteString, ByteString>> {
    private final Inlet<ByteString> in = Inlet.create("RequestBody.in");
    private final Outlet<ByteString> out = Outlet.create("RequestBody.out");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);

    private final OptionalLong length;
    private final boolean asksFirst;
    private final HttpLimits limits;
    private final CompletableFuture<Done> unwanted = new CompletableFuture<>();
    private final CompletableFuture<Done> ended = new CompletableFuture<>();
    private volatile boolean read;

    /**
     * A stage for one body.
     *
     * @param length how long it is, if the client said so
     * @param asksFirst the client sends nothing before it is told to, which happens with the first pull
     */
    RequestBodyStage(OptionalLong length, boolean asksFirst, HttpLimits limits) {
        this.length = length;
        this.asksFirst = asksFirst;
        this.limits = limits;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    /** Whether anybody has begun to read the body. */
    boolean isRead() {
        return read;
    }

    /** Completes when no byte of the body will come any more. */
    CompletableFuture<Done> ended() {
        return ended;
    }

    /** Throws away what is still to come. */
    CompletableFuture<Done> discard() {
        unwanted.complete(Done.getInstance());
        return ended;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        read = true;
        return new Logic(EndlessBody.isMarked(inherited) ? Long.MAX_VALUE : limits.entityBytes());
    }

    private final class Logic extends TimerGraphStageLogic {
        private static final String TOO_LONG = "too long";
        private static final String SILENCE = "silence";

        private final long limit;
        private long bytes;
        private boolean asked;
        private boolean heard;

        Logic(long limit) {
            super(shape);
            this.limit = limit;
            setHandler(in, new Reading());
            setHandler(out, new Reader());
        }

        @Override
        public void preStart() {
            if (unwanted.isDone()) {
                asked = true;
                beginDiscarding();
                return;
            }
            AsyncCallback<Done> discarding = createAsyncCallback(done -> beginDiscarding());
            unwanted.thenAccept(discarding::invoke);
            if (length.orElse(0) > limit) {
                refuse();
            }
        }

        @Override
        public void postStop() {
            ended.complete(Done.getInstance());
        }

        @Override
        public void onTimer(Object key) {
            if (TOO_LONG.equals(key) || !heard) {
                completeStage();
            }
            heard = false;
        }

        private void refuse() {
            fail(out, EntityStreamSizeException.apply(limit, scala.Option.empty()));
        }

        private void beginDiscarding() {
            if (asksFirst && !asked) {
                completeStage();
                return;
            }
            if (!isClosed(out)) {
                fail(out, new IllegalStateException("the request was answered while its body was being read"));
            }
            setHandler(in, new Discarding());
            scheduleOnce(TOO_LONG, limits.discard().time());
            scheduleWithFixedDelay(
                    SILENCE, limits.discard().silence(), limits.discard().silence());
            if (!hasBeenPulled(in) && !isClosed(in)) {
                pull(in);
            }
        }

        private final class Reader extends AbstractOutHandler {
            @Override
            public void onPull() {
                asked = true;
                pull(in);
            }

            /** The body stays open: it is for the front to say what becomes of the rest. */
            @Override
            public void onDownstreamFinish(Throwable cause) {
                // Nothing is pulled from here on, and so the client is held back until it is answered.
            }
        }

        private final class Reading extends AbstractInHandler {
            @Override
            public void onPush() {
                ByteString part = grab(in);
                bytes += part.size();
                if (isClosed(out)) {
                    return;
                }
                if (bytes > limit) {
                    refuse();
                } else {
                    push(out, part);
                }
            }
        }

        private final class Discarding extends AbstractInHandler {
            private long discarded;

            @Override
            public void onPush() {
                discarded += grab(in).size();
                heard = true;
                if (discarded > limits.discard().bytes()) {
                    completeStage();
                } else {
                    pull(in);
                }
            }
        }
    }
}
