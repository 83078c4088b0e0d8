package io.ottla.http.rest.stream;

import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A feed as a source: gives out what has come since it was last asked, some dozens of KiB at a time. */
final class FeedSource extends GraphStage<SourceShape<List<ConsumerRecord<byte[], byte[]>>>> {
    private static final long CHUNK_BYTES = 64 << 10;

    private final Feed feed;
    private final Runnable begin;
    private final Outlet<List<ConsumerRecord<byte[], byte[]>>> out = Outlet.create("records");

    /**
     * A source that runs once.
     *
     * @param begin has the feed read, once somebody listens to it
     */
    FeedSource(Feed feed, Runnable begin) {
        this.feed = feed;
        this.begin = begin;
    }

    @Override
    public SourceShape<List<ConsumerRecord<byte[], byte[]>>> shape() {
        return SourceShape.of(out);
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new GraphStageLogic(shape()) {
            @Override
            public void preStart() {
                AsyncCallback<Boolean> told = createAsyncCallback(ignored -> giveOut());
                feed.listen(() -> told.invoke(true));
                begin.run();
            }

            @Override
            public void postStop() {
                feed.close();
            }

            {
                setHandler(out, new AbstractOutHandler() {
                    @Override
                    public void onPull() {
                        giveOut();
                    }
                });
            }

            private void giveOut() {
                if (isAvailable(out)) {
                    List<ConsumerRecord<byte[], byte[]>> records = feed.take(CHUNK_BYTES);
                    if (!records.isEmpty()) {
                        push(out, records);
                    } else if (feed.isExhausted()) {
                        complete(out);
                    }
                }
            }
        };
    }
}
