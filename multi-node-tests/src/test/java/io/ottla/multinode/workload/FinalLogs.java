package io.ottla.multinode.workload;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.history.Event;
import io.ottla.multinode.history.History;
import io.ottla.multinode.history.Message;
import io.ottla.multinode.history.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What the logs of a topic hold after the last fault, when nobody writes any more and no transaction is open.
 *
 * @param records every committed record, by partition
 * @param ends where the logs end
 */
public record FinalLogs(Map<TopicPartition, List<Stored>> records, Map<TopicPartition, Long> ends) {
    public FinalLogs {
        records = Map.copyOf(records);
        ends = Map.copyOf(ends);
    }

    /** Reads the whole topic. */
    public static FinalLogs read(String bootstrap, String topic) {
        Map<TopicPartition, List<Stored>> records = new HashMap<>();
        for (ConsumerRecord<String, String> record : JavaClients.readAll(bootstrap, topic)) {
            Message message =
                    Message.parse(record.value()).orElseThrow(() -> new AssertionError("nobody wrote " + record));
            records.computeIfAbsent(new TopicPartition(topic, record.partition()), partition -> new ArrayList<>())
                    .add(new Stored(record.offset(), message));
        }
        return new FinalLogs(records, JavaClients.ends(bootstrap, topic));
    }

    /** What clients noted beside these logs, and beside the replicas' own if the test can see them. */
    public History with(List<Event> events, Optional<ReplicaLogs> replicas) {
        return new History(
                events,
                records,
                ends,
                replicas.map(logs -> logs.read(ends.keySet())).orElse(Map.of()));
    }
}
