package io.ottla.multinode.workload;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.history.Message;
import io.ottla.multinode.history.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the logs of a topic hold after the last fault. */
public final class FinalLogs {
    private FinalLogs() {}

    /** Every record of the topic, by partition. */
    public static Map<TopicPartition, List<Stored>> read(String bootstrap, String topic) {
        Map<TopicPartition, List<Stored>> logs = new HashMap<>();
        for (ConsumerRecord<String, String> record : JavaClients.readAll(bootstrap, topic)) {
            Message message =
                    Message.parse(record.value()).orElseThrow(() -> new AssertionError("nobody wrote " + record));
            logs.computeIfAbsent(new TopicPartition(topic, record.partition()), partition -> new ArrayList<>())
                    .add(new Stored(record.offset(), message));
        }
        return logs;
    }

    /** The offset behind each log's last record. */
    public static Map<TopicPartition, Long> ends(Map<TopicPartition, List<Stored>> logs) {
        return logs.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        log -> log.getValue().get(log.getValue().size() - 1).offset() + 1));
    }
}
