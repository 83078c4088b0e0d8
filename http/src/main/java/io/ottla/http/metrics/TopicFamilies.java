package io.ottla.http.metrics;

import io.ottla.http.metrics.BrokerStats.TopicTraffic;
import io.ottla.http.metrics.BrokerStats.Traffic;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * {@code kafka.server:type=BrokerTopicMetrics}: each counter once without a label for all topics together, and once for each
 * topic, as Kafka's beans have it. Boards tell them apart by {@code topic!=""}.
 */
final class TopicFamilies {
    private static final String PREFIX = "kafka_server_brokertopicmetrics_";

    private final Map<Labels, Traffic> traffic = new LinkedHashMap<>();

    TopicFamilies(BrokerStats stats, SeriesLimits limits, Omissions omissions) {
        traffic.put(Labels.EMPTY, stats.traffic());
        omissions
                .cut("topics", limits.topics(), stats.topics(), Comparator.comparing(TopicTraffic::topic))
                .forEach(share -> traffic.put(Labels.of("topic", share.topic()), share.traffic()));
    }

    void gather(Families families) {
        counter(families, "messagesin", "Records appended for producers", Traffic::messagesIn);
        counter(families, "bytesin", "Bytes of records that producers sent", Traffic::bytesIn);
        counter(families, "bytesout", "Bytes of records that consumers were sent", Traffic::bytesOut);
        counter(families, "bytesrejected", "Bytes of batches beyond the size limit", Traffic::bytesRejected);
        counter(families, "totalproducerequests", "Produce requests", Traffic::produceRequests);
        counter(families, "totalfetchrequests", "Fetch requests", Traffic::fetchRequests);
        counter(
                families,
                "failedproducerequests",
                "Produce requests answered with an error",
                Traffic::failedProduceRequests);
        counter(families, "failedfetchrequests", "Fetch requests answered with an error", Traffic::failedFetchRequests);
    }

    private void counter(Families families, String name, String help, ToDoubleFunction<Traffic> value) {
        families.counter(PREFIX + name, help, traffic, value);
    }
}
