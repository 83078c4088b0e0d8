package io.ottla.multinode.platform;

import io.ottla.multinode.harness.FreePorts;
import io.ottla.multinode.harness.PeerProcess;
import io.ottla.multinode.harness.Peers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** MirrorMaker 2 in its dedicated mode, from one cluster to another, exactly once. */
final class MirrorMaker {
    private MirrorMaker() {}

    /**
     * Starts one that looks after changes every second. Everything else is as it comes, except for what a single node needs, and
     * exactly-once.
     */
    static PeerProcess start(Peers peers, String alias, String from, String to) {
        Path dir = peers.folder("mirror");
        Path file = dir.resolve("mm2.properties");
        Map<String, String> settings = new TreeMap<>(Map.of(
                "clusters",
                alias + ",here",
                alias + ".bootstrap.servers",
                from,
                "here.bootstrap.servers",
                to,
                alias + "->here.enabled",
                "true",
                alias + "->here.topics",
                "orders",
                "here.exactly.once.source.support",
                "enabled",
                alias + ".consumer.isolation.level",
                "read_committed",
                "dedicated.mode.enable.internal.rest",
                "true",
                "listeners",
                "http://" + FreePorts.addresses(1).get(0)));
        for (String topic : new String[] {"", "checkpoints.topic.", "heartbeats.topic.", "offset-syncs.topic."}) {
            settings.put(topic + "replication.factor", "1");
        }
        for (String topic : new String[] {"offset", "status", "config"}) {
            settings.put(topic + ".storage.replication.factor", "1");
        }
        settings.put("offset.lag.max", "10");
        settings.put("sync.group.offsets.enabled", "true");
        for (String work : new String[] {
            "refresh.topics", "refresh.groups", "sync.topic.configs", "emit.checkpoints", "sync.group.offsets"
        }) {
            settings.put(work + ".interval.seconds", "1");
        }
        // A killed one's tasks are given out again as soon as brokers allow.
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "1000");
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("plugin.discovery", "service_load");
        PropertiesFile.write(file, settings);
        return peers.start(dir, "kafka-connect", "org.apache.kafka.connect.mirror.MirrorMaker", file.toString());
    }
}
