package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.protocol.metrics.TrafficMetrics;
import java.util.List;

/** The handlers of the APIs that write and read records. */
public final class DataHandlers {
    private DataHandlers() {}

    /** The handlers for this broker, with counters of their own. */
    public static List<ApiHandler<?, ?>> create(Broker broker) {
        return create(broker, new TrafficMetrics());
    }

    /** The handlers for this broker; what they write and read is counted in {@code traffic}. */
    public static List<ApiHandler<?, ?>> create(Broker broker, TrafficMetrics traffic) {
        return List.of(
                new ProduceHandler(broker, traffic),
                new FetchHandler(broker, traffic),
                new ListOffsetsHandler(broker),
                new OffsetForLeaderEpochHandler(broker),
                new InitProducerIdHandler(broker),
                new DeleteRecordsHandler(broker),
                new DescribeProducersHandler(broker));
    }
}
