package io.ottla.http.metrics;

import io.ottla.http.metrics.BrokerStats.Cluster;
import java.util.Optional;

/**
 * {@code kafka.controller:type=KafkaController} and {@code ControllerStats}. Nodes whose controller is not active report
 * zeros, so that both a board's sum and its maximum over nodes are the cluster's figure.
 */
record ClusterFamilies(Optional<Cluster> active) {
    private static final String CONTROLLER = "kafka_controller_kafkacontroller_";
    private static final Cluster NONE = new Cluster(0, 0, 0, 0, 0, 0, 0);

    void gather(Families families) {
        Cluster cluster = active.orElse(NONE);
        families.gauge(
                        CONTROLLER + "activecontrollercount",
                        "1 on the node whose controller is active",
                        active.isPresent() ? 1 : 0)
                .gauge(CONTROLLER + "globaltopiccount", "Topics of the cluster", cluster.topics())
                .gauge(CONTROLLER + "globalpartitioncount", "Partitions of the cluster", cluster.partitions())
                .gauge(
                        CONTROLLER + "offlinepartitionscount",
                        "Partitions of the cluster without a leader",
                        cluster.offlinePartitions())
                .gauge(
                        CONTROLLER + "preferredreplicaimbalancecount",
                        "Partitions of the cluster not led by their preferred replica",
                        cluster.imbalancedPartitions())
                .gauge(CONTROLLER + "activebrokercount", "Brokers that may lead", cluster.activeBrokers())
                .gauge(CONTROLLER + "fencedbrokercount", "Brokers that may not lead", cluster.fencedBrokers())
                .counter(
                        "kafka_controller_controllerstats_uncleanleaderelections",
                        "Leaders chosen from outside the ISR",
                        cluster.uncleanElections());
        active.ifPresent(found -> families.gauge("kafka_brokers", "Brokers in the cluster", found.activeBrokers()));
    }
}
