package io.ottla.protocol.api;

import java.util.List;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** For each API a request that meets success and failure; what a version cannot say is left out. */
final class GoldenRequests {
    private GoldenRequests() {}

    static ApiMessage of(ApiKeys api, int version) {
        return switch (api) {
            case METADATA -> metadata(version);
            case DESCRIBE_TOPIC_PARTITIONS ->
                new DescribeTopicPartitionsRequestData()
                        .setTopics(List.of(
                                new DescribeTopicPartitionsRequestData.TopicRequest().setName("nowhere"),
                                new DescribeTopicPartitionsRequestData.TopicRequest().setName("orders")))
                        .setResponsePartitionLimit(1);
            case DESCRIBE_CLUSTER ->
                new DescribeClusterRequestData()
                        .setIncludeClusterAuthorizedOperations(true)
                        .setIncludeFencedBrokers(version >= 2);
            case CREATE_TOPICS -> createTopics();
            case DELETE_TOPICS -> deleteTopics(version);
            case CREATE_PARTITIONS -> createPartitions();
            case DESCRIBE_CONFIGS -> describeConfigs();
            case ALTER_CONFIGS -> alterConfigs();
            case INCREMENTAL_ALTER_CONFIGS -> incrementalAlterConfigs();
            case LIST_CONFIG_RESOURCES -> new ListConfigResourcesRequestData();
            case ALTER_REPLICA_LOG_DIRS -> alterReplicaLogDirs();
            case DESCRIBE_LOG_DIRS -> new DescribeLogDirsRequestData().setTopics(null);
            case ELECT_LEADERS -> electLeaders(version);
            case ALTER_PARTITION_REASSIGNMENTS -> alterPartitionReassignments();
            case LIST_PARTITION_REASSIGNMENTS -> new ListPartitionReassignmentsRequestData().setTopics(null);
            case DESCRIBE_QUORUM ->
                new DescribeQuorumRequestData()
                        .setTopics(List.of(new DescribeQuorumRequestData.TopicData()
                                .setTopicName("__cluster_metadata")
                                .setPartitions(
                                        List.of(new DescribeQuorumRequestData.PartitionData().setPartitionIndex(0)))));
            case UNREGISTER_BROKER -> new UnregisterBrokerRequestData().setBrokerId(9);
            case UPDATE_FEATURES -> updateFeatures(version);
            case DESCRIBE_ACLS -> new DescribeAclsRequestData().setResourceTypeFilter((byte) 1);
            case CREATE_ACLS -> createAcls();
            case DELETE_ACLS ->
                new DeleteAclsRequestData()
                        .setFilters(
                                List.of(new DeleteAclsRequestData.DeleteAclsFilter().setResourceTypeFilter((byte) 2)));
            default -> throw new IllegalArgumentException("no golden request for " + api);
        };
    }

    private static MetadataRequestData metadata(int version) {
        MetadataRequestData request = new MetadataRequestData()
                .setTopics(List.of(
                        new MetadataRequestData.MetadataRequestTopic().setName("orders"),
                        new MetadataRequestData.MetadataRequestTopic().setName("no spaces")));
        if (version >= 8) {
            request.setIncludeTopicAuthorizedOperations(true);
        }
        return version >= 8 && version <= 10 ? request.setIncludeClusterAuthorizedOperations(true) : request;
    }

    private static AlterReplicaLogDirsRequestData alterReplicaLogDirs() {
        AlterReplicaLogDirsRequestData.AlterReplicaLogDir dir =
                new AlterReplicaLogDirsRequestData.AlterReplicaLogDir().setPath("/data/b");
        dir.topics()
                .mustAdd(new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic()
                        .setName("orders")
                        .setPartitions(List.of(0, 1)));
        AlterReplicaLogDirsRequestData request = new AlterReplicaLogDirsRequestData();
        request.dirs().mustAdd(dir);
        return request;
    }

    private static CreateAclsRequestData createAcls() {
        return new CreateAclsRequestData()
                .setCreations(List.of(new CreateAclsRequestData.AclCreation()
                        .setResourceType((byte) 2)
                        .setResourceName("orders")
                        .setPrincipal("User:alice")
                        .setHost("*")
                        .setOperation((byte) 3)
                        .setPermissionType((byte) 3)));
    }

    private static CreateTopicsRequestData createTopics() {
        CreateTopicsRequestData request = new CreateTopicsRequestData();
        for (String name : List.of("fresh", "orders")) {
            request.topics()
                    .mustAdd(new CreateTopicsRequestData.CreatableTopic()
                            .setName(name)
                            .setNumPartitions(2)
                            .setReplicationFactor((short) 1));
        }
        return request;
    }

    private static DeleteTopicsRequestData deleteTopics(int version) {
        DeleteTopicsRequestData request = new DeleteTopicsRequestData().setTimeoutMs(30_000);
        return version < 6
                ? request.setTopicNames(List.of("nowhere", "orders"))
                : request.setTopics(List.of(
                        new DeleteTopicsRequestData.DeleteTopicState().setName("nowhere"),
                        new DeleteTopicsRequestData.DeleteTopicState().setTopicId(new Uuid(9, 9)),
                        new DeleteTopicsRequestData.DeleteTopicState().setTopicId(TestBroker.ORDERS_ID)));
    }

    private static CreatePartitionsRequestData createPartitions() {
        CreatePartitionsRequestData request = new CreatePartitionsRequestData().setTimeoutMs(30_000);
        for (String name : List.of("nowhere", "orders")) {
            request.topics()
                    .mustAdd(new CreatePartitionsRequestData.CreatePartitionsTopic()
                            .setName(name)
                            .setCount(3)
                            .setAssignments(null));
        }
        return request;
    }

    private static DescribeConfigsRequestData describeConfigs() {
        return new DescribeConfigsRequestData()
                .setIncludeSynonyms(true)
                .setResources(List.of(
                        new DescribeConfigsRequestData.DescribeConfigsResource()
                                .setResourceType(ConfigResource.Type.TOPIC.id())
                                .setResourceName("orders")
                                .setConfigurationKeys(List.of("retention.ms")),
                        new DescribeConfigsRequestData.DescribeConfigsResource()
                                .setResourceType(ConfigResource.Type.BROKER.id())
                                .setResourceName("2")
                                .setConfigurationKeys(null)));
    }

    private static AlterConfigsRequestData alterConfigs() {
        AlterConfigsRequestData request = new AlterConfigsRequestData();
        for (String name : List.of("nowhere", "orders")) {
            AlterConfigsRequestData.AlterConfigsResource resource = new AlterConfigsRequestData.AlterConfigsResource()
                    .setResourceType(ConfigResource.Type.TOPIC.id())
                    .setResourceName(name);
            resource.configs()
                    .mustAdd(new AlterConfigsRequestData.AlterableConfig()
                            .setName("retention.ms")
                            .setValue("1234"));
            request.resources().mustAdd(resource);
        }
        return request;
    }

    private static IncrementalAlterConfigsRequestData incrementalAlterConfigs() {
        IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
        for (String name : List.of("nowhere", "orders")) {
            IncrementalAlterConfigsRequestData.AlterConfigsResource resource =
                    new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                            .setResourceType(ConfigResource.Type.TOPIC.id())
                            .setResourceName(name);
            resource.configs()
                    .mustAdd(new IncrementalAlterConfigsRequestData.AlterableConfig()
                            .setName("retention.ms")
                            .setConfigOperation(OpType.SET.id())
                            .setValue("1234"));
            request.resources().mustAdd(resource);
        }
        return request;
    }

    private static ElectLeadersRequestData electLeaders(int version) {
        ElectLeadersRequestData request = new ElectLeadersRequestData();
        for (String name : List.of("nowhere", "orders")) {
            request.topicPartitions()
                    .mustAdd(new ElectLeadersRequestData.TopicPartitions()
                            .setTopic(name)
                            .setPartitions(List.of(0)));
        }
        return version >= 1 ? request.setElectionType((byte) 1) : request;
    }

    private static AlterPartitionReassignmentsRequestData alterPartitionReassignments() {
        return new AlterPartitionReassignmentsRequestData()
                .setTopics(List.of(new AlterPartitionReassignmentsRequestData.ReassignableTopic()
                        .setName("orders")
                        .setPartitions(List.of(
                                new AlterPartitionReassignmentsRequestData.ReassignablePartition()
                                        .setPartitionIndex(0)
                                        .setReplicas(List.of(2, 9)),
                                new AlterPartitionReassignmentsRequestData.ReassignablePartition()
                                        .setPartitionIndex(1)
                                        .setReplicas(null)))));
    }

    private static UpdateFeaturesRequestData updateFeatures(int version) {
        UpdateFeaturesRequestData.FeatureUpdateKey key = new UpdateFeaturesRequestData.FeatureUpdateKey()
                .setFeature("transaction.version")
                .setMaxVersionLevel((short) 1);
        if (version == 0) {
            key.setAllowDowngrade(true);
        }
        UpdateFeaturesRequestData request = new UpdateFeaturesRequestData();
        request.featureUpdates().mustAdd(key);
        return request;
    }
}
