package io.ottla.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerMetricsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka_server_brokertopicmetrics_messagesin_total 101.0",
                "kafka_server_brokertopicmetrics_messagesin_total{topic=\"t0\"} 11.0",
                "kafka_server_brokertopicmetrics_bytesin_total 102.0",
                "kafka_server_brokertopicmetrics_bytesin_total{topic=\"t0\"} 12.0",
                "kafka_server_brokertopicmetrics_bytesout_total 103.0",
                "kafka_server_brokertopicmetrics_bytesout_total{topic=\"t0\"} 13.0",
                "kafka_server_brokertopicmetrics_bytesrejected_total 104.0",
                "kafka_server_brokertopicmetrics_totalproducerequests_total 105.0",
                "kafka_server_brokertopicmetrics_totalfetchrequests_total 106.0",
                "kafka_server_brokertopicmetrics_failedproducerequests_total 107.0",
                "kafka_server_brokertopicmetrics_failedfetchrequests_total 108.0",
                "kafka_server_brokertopicmetrics_replicationbytesin_total 210.0",
                "kafka_server_brokertopicmetrics_replicationbytesout_total 211.0",
                "kafka_server_replicamanager_partitioncount 201.0",
                "kafka_server_replicamanager_leadercount 202.0",
                "kafka_server_replicamanager_underreplicatedpartitions 203.0",
                "kafka_server_replicamanager_underminisrpartitioncount 204.0",
                "kafka_server_replicamanager_atminisrpartitioncount 205.0",
                "kafka_server_replicamanager_offlinereplicacount 206.0",
                "kafka_server_replicamanager_reassigningpartitions 207.0",
                "kafka_server_replicamanager_isrshrinks_total 208.0",
                "kafka_server_replicamanager_isrexpands_total 209.0",
                "kafka_controller_kafkacontroller_activecontrollercount 1.0",
                "kafka_controller_kafkacontroller_globaltopiccount 301.0",
                "kafka_controller_kafkacontroller_globalpartitioncount 302.0",
                "kafka_controller_kafkacontroller_offlinepartitionscount 303.0",
                "kafka_controller_kafkacontroller_preferredreplicaimbalancecount 304.0",
                "kafka_controller_kafkacontroller_activebrokercount 305.0",
                "kafka_controller_kafkacontroller_fencedbrokercount 306.0",
                "kafka_controller_controllerstats_uncleanleaderelections_total 307.0",
                "kafka_brokers 305.0",
                "kafka_network_requestmetrics_requests_total{request=\"Produce\"} 401.0",
                "kafka_network_requestmetrics_errors_total{error=\"NONE\",request=\"Produce\"} 402.0",
                "kafka_network_requestmetrics_errors_total{error=\"NOT_LEADER_OR_FOLLOWER\",request=\"Produce\"} 403.0",
                "kafka_network_requestmetrics_totaltimems_count{request=\"Produce\"} 404",
                "kafka_network_requestmetrics_totaltimems_sum{request=\"Produce\"} 405.0",
                "kafka_network_requestmetrics_totaltimems{request=\"Produce\",quantile=\"0.5\"} 1.5",
                "kafka_network_requestmetrics_totaltimems{request=\"Produce\",quantile=\"0.95\"} 2.5",
                "kafka_network_requestmetrics_totaltimems{request=\"Produce\",quantile=\"0.99\"} 3.5",
                "kafka_network_requestmetrics_totaltimems{request=\"Produce\",quantile=\"0.999\"} 4.5",
                "kafka_server_socket_server_metrics_connection_count{listener=\"PLAINTEXT\"} 501.0",
                "kafka_server_socket_server_metrics_connection_creation_total 502.0",
                "kafka_network_requestchannel_requestqueuesize 503.0",
                "kafka_log_logmanager_offlinelogdirectorycount 601.0",
                "kafka_log_log_size{partition=\"7\",topic=\"t0\"} 701.0",
                "kafka_log_log_numlogsegments{partition=\"7\",topic=\"t0\"} 702.0",
                "kafka_log_log_logstartoffset{partition=\"7\",topic=\"t0\"} 703.0",
                "kafka_log_log_logendoffset{partition=\"7\",topic=\"t0\"} 704.0",
                "kafka_topic_partition_oldest_offset{partition=\"7\",topic=\"t0\"} 801.0",
                "kafka_topic_partition_current_offset{partition=\"7\",topic=\"t0\"} 802.0",
                "kafka_topic_partition_replicas{partition=\"7\",topic=\"t0\"} 3.0",
                "kafka_topic_partition_in_sync_replica{partition=\"7\",topic=\"t0\"} 2.0",
                "kafka_topic_partition_under_replicated_partition{partition=\"7\",topic=\"t0\"} 1.0",
                "kafka_coordinator_group_groupmetadatamanager_numgroups 15.0",
                "kafka_coordinator_group_groupmetadatamanager_numgroupsempty 1.0",
                "kafka_coordinator_group_groupmetadatamanager_numgroupsstable 2.0",
                "kafka_coordinator_group_groupmetadatamanager_numgroupspreparingrebalance 3.0",
                "kafka_coordinator_group_groupmetadatamanager_numgroupscompletingrebalance 4.0",
                "kafka_coordinator_group_groupmetadatamanager_numgroupsdead 5.0",
                "kafka_consumergroup_current_offset{consumergroup=\"readers\",partition=\"7\",topic=\"t0\"} 901.0",
                "kafka_consumergroup_lag{consumergroup=\"readers\",partition=\"7\",topic=\"t0\"} 902.0",
                "ottla_metrics_omitted{kind=\"topics\"} 0.0",
            })
    void usesTheNamesThatBoardsUse(String line) {
        assertThat(scrape(FixedStats.ofActiveController(2), SeriesLimits.defaults()))
                .contains(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jvm_memory_used_bytes{area=\"heap\"}",
                "jvm_gc_collection_seconds_sum{",
                "jvm_threads_current",
                "process_cpu_seconds_total",
                "process_start_time_seconds",
                "process_resident_memory_bytes",
                "process_open_fds",
            })
    void showsTheProcess(String start) {
        assertThat(scrape(FixedStats.ofOrdinaryNode(), SeriesLimits.defaults()))
                .anyMatch(line -> line.startsWith(start));
    }

    @Test
    void reportsZerosWhereTheControllerIsNotActive() {
        List<String> lines = scrape(FixedStats.ofOrdinaryNode(), SeriesLimits.defaults());

        assertThat(lines)
                .contains("kafka_controller_kafkacontroller_activecontrollercount 0.0")
                .contains("kafka_controller_kafkacontroller_offlinepartitionscount 0.0")
                .noneMatch(line -> line.startsWith("kafka_brokers "));
    }

    @Test
    void leavesOutALagItDoesNotKnow() {
        assertThat(scrape(FixedStats.ofOrdinaryNode(), SeriesLimits.defaults()))
                .contains(
                        "kafka_consumergroup_current_offset{consumergroup=\"readers\",partition=\"8\",topic=\"t0\"} 903.0")
                .noneMatch(line -> line.startsWith("kafka_consumergroup_lag") && line.contains("partition=\"8\""));
    }

    @Test
    void keepsTheFirstNamesWhenThereAreTooMany() {
        List<String> lines = scrape(FixedStats.ofActiveController(9), new SeriesLimits(2, 3, 1));

        assertThat(lines)
                .filteredOn(line -> line.startsWith("kafka_server_brokertopicmetrics_messagesin_total{"))
                .extracting(BrokerMetricsTest::topic)
                .containsExactly("t0", "t1");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("kafka_log_log_size{"))
                .extracting(BrokerMetricsTest::topic)
                .containsExactly("t0", "t1", "t2");
        assertThat(lines)
                .contains("ottla_metrics_omitted{kind=\"topics\"} 7.0")
                .contains("ottla_metrics_omitted{kind=\"replicas\"} 6.0")
                .contains("ottla_metrics_omitted{kind=\"partitions\"} 6.0")
                .contains("ottla_metrics_omitted{kind=\"group_offsets\"} 1.0")
                .contains("kafka_server_brokertopicmetrics_messagesin_total 101.0");
    }

    private static String topic(String line) {
        return line.replaceAll(".*topic=\"([^\"]*)\".*", "$1");
    }

    private static List<String> scrape(BrokerStats stats, SeriesLimits limits) {
        return NodeMetrics.registry(stats, limits).scrape().lines().toList();
    }
}
