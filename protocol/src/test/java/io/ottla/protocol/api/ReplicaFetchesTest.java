package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.partition.AppendReply;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.remote.NodeAddress;
import io.ottla.protocol.fetch.Consumer;
import io.ottla.protocol.fetch.FetchKey;
import io.ottla.protocol.fetch.FetchPosition;
import io.ottla.protocol.fetch.PartitionRead;
import io.ottla.protocol.fetch.PartitionReader;
import io.ottla.protocol.fetch.ReadBudget;
import io.ottla.protocol.fetch.SliceRecords;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.Disk;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leader's side of a follower's fetches, without a socket. Node 1 leads both partitions; node 2 follows. */
class ReplicaFetchesTest {
    private static final int FOLLOWER = 2;

    @TempDir
    Path folder;

    private final TestBroker cluster = TestBroker.start().withOrders(List.of(1, 2), List.of(1, 2));
    private final ReplicaFetches fetches = new ReplicaFetches(cluster.broker());
    private final Connection connection = new Connection();
    private final List<PartitionHandle> partitions = new ArrayList<>();
    private LogDirectory directory;

    @BeforeEach
    void open() {
        directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
        for (int partition = 0; partition < 2; partition++) {
            TopicIdPartition id = new TopicIdPartition(TestBroker.ORDERS_ID, partition, "orders");
            PartitionHandle handle = TestReplica.leading(TestBroker.SYSTEM, directory, id);
            partitions.add(handle);
            cluster.partitions.add(handle);
        }
    }

    @AfterEach
    void close() {
        partitions.forEach(handle -> {
            CompletableFuture<Boolean> closed = new CompletableFuture<>();
            handle.tell(new Partition.Close(closed::complete));
            closed.join();
        });
        directory.close();
    }

    @Test
    void sendsRecordsOnceUntilTheFollowerSaysThatItHasThem() {
        append(0);
        FetchResponseData first = ask(full(0, 0, 1, 0));
        assertThat(bytesOf(first, 0)).isPositive();

        FetchResponseData second = ask(next(first, 1));
        assertThat(second.responses()).isEmpty();
        append(0);
        FetchResponseData third = ask(naming(next(second, 2), 0, 1));

        assertThat(bytesOf(third, 0)).isPositive();
    }

    @Test
    void looksOnlyAtWhatHasChanged() {
        FetchResponseData first = ask(full(0, 0, 1, 0));
        append(1);

        FetchResponseData second = ask(next(first, 1));

        assertThat(second.responses())
                .singleElement()
                .satisfies(topic -> assertThat(topic.partitions())
                        .extracting(FetchResponseData.PartitionData::partitionIndex)
                        .containsExactly(1));
    }

    @Test
    void answersAParkedFetchWhenRecordsCome() {
        FetchResponseData first = ask(full(0, 0));
        CompletableFuture<FetchResponseData> parked = send(next(first, 1).setMaxWaitMs(60_000));
        assertThat(parked).isNotDone();

        append(0);

        await().until(parked::isDone);
        assertThat(bytesOf(parked.join(), 0)).isPositive();
    }

    @Test
    void theNextFetchEndsTheOneThatIsParked() {
        FetchResponseData first = ask(full(0, 0));
        CompletableFuture<FetchResponseData> parked = send(next(first, 1).setMaxWaitMs(60_000));

        send(next(first, 2).setMaxWaitMs(60_000));

        assertThat(parked.join().errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(parked.join().responses()).isEmpty();
    }

    @Test
    void tellsTheLeaderOfAPartitionThatTheFollowerFetchesNoMore() throws Exception {
        BlockingQueue<Partition.Command> told = listenInsteadOf(0);
        FetchResponseData first = ask(full(0, 0, 1, 0));
        assertThat(told.poll()).isNull();
        FetchRequestData forgetting = next(first, 1);
        forgetting
                .forgottenTopicsData()
                .add(new FetchRequestData.ForgottenTopic()
                        .setTopicId(TestBroker.ORDERS_ID)
                        .setPartitions(List.of(0)));

        ask(forgetting);

        assertThat(told.poll(60, TimeUnit.SECONDS)).isInstanceOf(Partition.FollowerLeft.class);
    }

    @Test
    void aSessionThatIsFollowedByAnotherEndsAllItsFetching() throws Exception {
        BlockingQueue<Partition.Command> told = listenInsteadOf(0);
        ask(full(0, 0, 1, 0));

        ask(full(1, 0));

        assertThat(told.poll(60, TimeUnit.SECONDS)).isInstanceOf(Partition.FollowerLeft.class);
    }

    @Test
    void refusesASessionThatIsNotThere() {
        assertThat(ask(next(new FetchResponseData().setSessionId(5), 1)).errorCode())
                .isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND.code());
        FetchResponseData first = ask(full(0, 0));

        assertThat(ask(next(first, 7)).errorCode()).isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH.code());
    }

    @Test
    void refusesWhoIsNotAReplica() {
        FetchRequestData request = full(0, 0);
        request.replicaState().setReplicaId(3);

        assertThat(partition(ask(request), 0).errorCode()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
    }

    @Test
    void aFollowerThatKnowsANewerLeaderStopsThisOne() {
        FetchRequestData request = full(0, 0);
        request.topics().get(0).partitions().get(0).setCurrentLeaderEpoch(1);

        FetchResponseData answer = ask(request);

        assertThat(answer.responses()).isEmpty();
        await().until(() -> !partitions.get(0).view().leads());
    }

    @Test
    void tellsAFollowerOutsideOfTheLogWhereItIs() {
        FetchResponseData.PartitionData answer = partition(ask(full(0, 50)), 0);

        assertThat(answer.errorCode()).isEqualTo(Errors.OFFSET_OUT_OF_RANGE.code());
        assertThat(answer.logStartOffset()).isZero();
        assertThat(answer.highWatermark()).isZero();
    }

    @Test
    void holdsBackWhatATopicWantsThrottled() {
        cluster.with("leader.replication.throttled.rate", "1");
        cluster.publish(
                new MetadataEvent.PartitionsChanged(
                        List.of(new MetadataEvent.PartitionChange(TestBroker.ORDERS_ID, 0, 1, false, List.of(1)))),
                new MetadataEvent.ConfigChanged(
                        ConfigResource.topic("orders"), "leader.replication.throttled.replicas", Optional.of("0:1")));
        append(0);
        FetchResponseData first = ask(full(0, 0, 1, 0));
        assertThat(bytesOf(first, 0)).isPositive();
        append(0);
        append(1);

        FetchResponseData second = ask(naming(next(first, 1), 0, 1));

        assertThat(second.responses())
                .singleElement()
                .satisfies(topic -> assertThat(topic.partitions())
                        .extracting(FetchResponseData.PartitionData::partitionIndex)
                        .containsExactly(1));
    }

    @Test
    void onlyNodesOfTheClusterMayFollow() {
        cluster.denying(Operation.CLUSTER_ACTION, Resource.CLUSTER);

        assertThat(ask(full(0, 0)).errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    @Test
    void sendsAConsumerToTheReplicaInItsRackWhereThatIsAskedFor() {
        cluster.with("replica.selector.class", "org.apache.kafka.common.replica.RackAwareReplicaSelector");
        cluster.publish(
                new MetadataEvent.BrokerRegistered(
                        2,
                        new UUID(0, 22),
                        "host2",
                        9092,
                        Optional.of("b"),
                        NodeAddress.UNKNOWN,
                        new UUID(1, 2),
                        List.of()),
                new MetadataEvent.BrokerUnfenced(2));
        append(0);

        assertThat(consume("b").data().preferredReadReplica()).isEqualTo(2);
        assertThat(consume("b").bytes()).isZero();
        assertThat(consume("a").data().preferredReadReplica()).isEqualTo(-1);
        assertThat(consume("nowhere").data().preferredReadReplica()).isEqualTo(-1);
    }

    private PartitionRead consume(String rack) {
        FetchKey key = new FetchKey(TestBroker.ORDERS_ID, "", 0);
        PartitionRead read = new PartitionReader(cluster.broker())
                .read(
                        new Consumer(caller(), false, true, rack),
                        new FetchPosition(key, 0, 1000, -1, -1),
                        new ReadBudget(1000));
        read.release();
        return read;
    }

    /** What the leader of a partition is told, who is nobody and shows nothing. */
    private BlockingQueue<Partition.Command> listenInsteadOf(int partition) {
        BlockingQueue<Partition.Command> told = new LinkedBlockingQueue<>();
        PartitionHandle handle = new PartitionHandle(new TopicIdPartition(TestBroker.ORDERS_ID, partition, "orders"));
        handle.bind(TestBroker.SYSTEM.systemActorOf(
                Behaviors.receiveMessage(command -> {
                    told.add(command);
                    return Behaviors.same();
                }),
                "listener-" + UUID.randomUUID(),
                Props.empty()));
        cluster.partitions.add(handle);
        return told;
    }

    private void append(int partition) {
        CompletableFuture<AppendReply> answer = new CompletableFuture<>();
        partitions
                .get(partition)
                .tell(new Partition.Append(
                        DataNode.batch("value"), (short) 1, AppendOrigin.CLIENT, -1, answer::complete));
        assertThat(answer.join()).isInstanceOf(AppendReply.Accepted.class);
    }

    /** A request that opens a session: partitions and offsets in turn. */
    private static FetchRequestData full(int... partitionsAndOffsets) {
        FetchRequestData request = request(0, 0);
        for (int i = 0; i < partitionsAndOffsets.length; i += 2) {
            naming(request, partitionsAndOffsets[i], partitionsAndOffsets[i + 1]);
        }
        return request;
    }

    private static FetchRequestData next(FetchResponseData last, int epoch) {
        return request(last.sessionId(), epoch);
    }

    private static FetchRequestData request(int session, int epoch) {
        return new FetchRequestData()
                .setReplicaState(new FetchRequestData.ReplicaState()
                        .setReplicaId(FOLLOWER)
                        .setReplicaEpoch(4))
                .setMinBytes(1)
                .setMaxBytes(1_000_000)
                .setSessionId(session)
                .setSessionEpoch(epoch);
    }

    private static FetchRequestData naming(FetchRequestData request, int partition, long offset) {
        if (request.topics().isEmpty()) {
            request.topics().add(new FetchRequestData.FetchTopic().setTopicId(TestBroker.ORDERS_ID));
        }
        request.topics()
                .get(0)
                .partitions()
                .add(new FetchRequestData.FetchPartition()
                        .setPartition(partition)
                        .setCurrentLeaderEpoch(0)
                        .setFetchOffset(offset)
                        .setLastFetchedEpoch(-1)
                        .setLogStartOffset(0)
                        .setPartitionMaxBytes(100_000));
        return request;
    }

    private FetchResponseData ask(FetchRequestData request) {
        FetchResponseData response = send(request.setMaxWaitMs(0)).join();
        SliceRecords.releaseAll(response);
        return response;
    }

    private CompletableFuture<FetchResponseData> send(FetchRequestData request) {
        CompletableFuture<FetchResponseData> answer = new CompletableFuture<>();
        fetches.handle(new RequestContext((short) 18, "follower", caller(), connection), request, answer::complete);
        return answer;
    }

    private static Caller caller() {
        return new Caller(KafkaPrincipal.ANONYMOUS, InetAddress.getLoopbackAddress(), "PLAINTEXT");
    }

    private static FetchResponseData.PartitionData partition(FetchResponseData response, int partition) {
        return response.responses().stream()
                .flatMap(topic -> topic.partitions().stream())
                .filter(data -> data.partitionIndex() == partition)
                .findFirst()
                .orElseThrow();
    }

    private static int bytesOf(FetchResponseData response, int partition) {
        return partition(response, partition).records().sizeInBytes();
    }

    /** A connection whose event loop is whoever calls, one at a time, and whose timers never ring. */
    private static final class Connection implements ClientConnection {
        @Override
        public String id() {
            return "connection";
        }

        @Override
        public Executor eventLoop() {
            return this::runAlone;
        }

        private synchronized void runAlone(Runnable task) {
            task.run();
        }

        @Override
        public Cancellable schedule(Runnable task, long delayMs) {
            return () -> {};
        }

        @Override
        public void closeAfterReplies() {}
    }
}
