package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import java.util.List;

/** The handlers of the APIs that describe and change the cluster: topics, brokers, settings, log directories. */
public final class AdminHandlers {
    private AdminHandlers() {}

    /** The handlers of a node whose log levels cannot be reached. */
    public static List<ApiHandler<?, ?>> create(Broker broker) {
        return create(broker, LogLevels.NONE);
    }

    /** The handlers of a node with these log levels. */
    public static List<ApiHandler<?, ?>> create(Broker broker, LogLevels logLevels) {
        ConfigChanges configChanges = new ConfigChanges(broker, logLevels);
        return List.of(
                new MetadataHandler(broker),
                new DescribeTopicPartitionsHandler(broker),
                new DescribeClusterHandler(broker),
                new CreateTopicsHandler(broker),
                new DeleteTopicsHandler(broker),
                new CreatePartitionsHandler(broker),
                new DescribeConfigsHandler(broker, logLevels),
                new AlterConfigsHandler(configChanges),
                new IncrementalAlterConfigsHandler(configChanges),
                new ListConfigResourcesHandler(broker),
                new DescribeLogDirsHandler(broker),
                new AlterReplicaLogDirsHandler(broker),
                new ElectLeadersHandler(broker),
                new AlterPartitionReassignmentsHandler(broker),
                new ListPartitionReassignmentsHandler(broker),
                new DescribeQuorumHandler(broker),
                new UnregisterBrokerHandler(broker),
                new UpdateFeaturesHandler(broker),
                new DescribeAclsHandler(broker),
                new CreateAclsHandler(broker),
                new DeleteAclsHandler(broker));
    }
}
