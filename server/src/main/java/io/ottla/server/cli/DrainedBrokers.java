package io.ottla.server.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** The brokers that are being taken out of the cluster: a list in a setting of the whole cluster. */
final class DrainedBrokers {
    private static final String SETTING = "ottla.decommission.brokers";
    private static final ConfigResource CLUSTER = new ConfigResource(ConfigResource.Type.BROKER, "");

    private final Admin admin;

    DrainedBrokers(Admin admin) {
        this.admin = admin;
    }

    /** Their ids. */
    Set<Integer> ids() {
        Config config =
                Present.in(Await.result(admin.describeConfigs(List.of(CLUSTER)).all()), CLUSTER);
        ConfigEntry entry = config.get(SETTING);
        String value = entry == null || entry.value() == null ? "" : entry.value();
        return Arrays.stream(value.split(","))
                .map(String::trim)
                .filter(one -> !one.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Has a broker drained. */
    void add(int id) {
        change(id, OpType.APPEND);
    }

    /** Lets a broker take replicas again. */
    void remove(int id) {
        change(id, OpType.SUBTRACT);
    }

    private void change(int id, OpType type) {
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(SETTING, String.valueOf(id)), type);
        Await.result(
                admin.incrementalAlterConfigs(Map.of(CLUSTER, List.of(change))).all());
    }
}
