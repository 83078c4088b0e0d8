import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData.TopicPartitions;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;

/**
 * Many consumer groups (KIP-848) on one broker, by the raw protocol, so that what clients cost does not hide what the coordinator costs:
 * the same for any broker. Members do as they are told: they give up what they are no longer given, say so at once, and send the next
 * heartbeat when the broker wants it. Prints how long the groups took to settle, then what the broker's process used, and its memory, while they
 * were at rest.
 *
 * <pre>
 *   java -cp kafka-clients-4.4.0.jar:slf4j-api.jar GroupLoad.java HOST:PORT BROKER_PID [GROUPS 1000] [MEMBERS 5] [SECONDS 60]
 * </pre>
 */
final class GroupLoad {
    private static final String TOPIC = "group-load";
    private static final int PARTITIONS = 10;
    private static final int CONNECTIONS = 8;
    private static final short VERSION = 1;
    private static final int TICKS_PER_SECOND = 100;
    private static final int RETRY_MS = 200;
    private static final int REBALANCE_TIMEOUT_MS = 60_000;

    private final AtomicLong heartbeats = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final List<Member> members = new ArrayList<>();
    private volatile boolean over;

    private GroupLoad() {}

    public static void main(String[] arguments) throws Exception {
        new GroupLoad()
                .run(
                        arguments[0],
                        arguments[1],
                        argument(arguments, 2, 1_000),
                        argument(arguments, 3, 5),
                        argument(arguments, 4, 60));
    }

    private static int argument(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    private void run(String address, String pid, int groups, int perGroup, int seconds) throws Exception {
        createTopic(address);
        for (int group = 0; group < groups; group++) {
            for (int member = 0; member < perGroup; member++) {
                members.add(new Member("load-" + group, "member-" + group + "-" + member));
            }
        }
        long begun = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            int mine = connection;
            Thread thread = new Thread(() -> beat(address, mine, perGroup), "connection-" + connection);
            threads.add(thread);
            thread.start();
        }
        while (!settled(perGroup)) {
            Thread.sleep(20);
        }
        System.out.printf("groups_settle_s\t%.2f%n", (System.nanoTime() - begun) / 1e9);
        measure(pid, seconds);
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void createTopic(String address) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            if (!admin.listTopics().names().get().contains(TOPIC)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
            }
            // Asking for a group has the coordinators' topic made.
            admin.listConsumerGroupOffsets("load-0").all().get();
        }
    }

    private void measure(String pid, int seconds) throws Exception {
        long ticks = cpuTicks(pid);
        long before = heartbeats.get();
        Thread.sleep(seconds * 1_000L);
        double cpu = (cpuTicks(pid) - ticks) / (double) TICKS_PER_SECOND;
        System.out.printf("heartbeats_per_s\t%.0f%n", (heartbeats.get() - before) / (double) seconds);
        System.out.printf("broker_cpu_s_per_minute\t%.2f%n", cpu * 60 / seconds);
        System.out.printf("broker_rss_MiB\t%d%n", residentMiB(pid));
        System.out.printf("refused_heartbeats\t%d%n", errors.get());
    }

    /** User and system time of a process, from fields 14 and 15 of its stat, behind the name in parentheses. */
    private static long cpuTicks(String pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static long residentMiB(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    /** Whether every group has every partition in use, and everybody has some. */
    private boolean settled(int perGroup) {
        Map<String, Integer> inUse = new HashMap<>();
        for (Member member : members) {
            inUse.merge(member.group, member.count, Integer::sum);
            if (member.count == 0 && perGroup <= PARTITIONS) {
                return false;
            }
        }
        return inUse.values().stream().allMatch(count -> count == PARTITIONS);
    }

    private void beat(String address, int connection, int perGroup) {
        PriorityQueue<Member> due = new PriorityQueue<>(Comparator.comparingLong(member -> member.dueAtMs));
        for (int i = 0; i < members.size(); i++) {
            if (i / perGroup % CONNECTIONS == connection) {
                due.add(members.get(i));
            }
        }
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            for (int correlation = 0; !over; correlation++) {
                Member next = due.remove();
                long wait = next.dueAtMs - System.currentTimeMillis();
                if (wait > 0) {
                    Thread.sleep(wait);
                }
                send(out, next.request(), correlation);
                next.take(receive(in));
                due.add(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("connection " + connection + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(DataOutputStream out, ConsumerGroupHeartbeatRequestData request, int correlation)
            throws IOException {
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(ApiKeys.CONSUMER_GROUP_HEARTBEAT.id)
                .setRequestApiVersion(VERSION)
                .setCorrelationId(correlation)
                .setClientId("group-load");
        ByteBuffer head = MessageUtil.toByteBufferAccessor(
                        header, ApiKeys.CONSUMER_GROUP_HEARTBEAT.requestHeaderVersion(VERSION))
                .buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(request, VERSION).buffer();
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + head.remaining() + body.remaining());
        frame.putInt(head.remaining() + body.remaining()).put(head).put(body);
        out.write(frame.array());
        out.flush();
    }

    private static ConsumerGroupHeartbeatResponseData receive(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        ByteBufferAccessor fields = new ByteBufferAccessor(ByteBuffer.wrap(frame));
        short headerVersion = ApiKeys.CONSUMER_GROUP_HEARTBEAT.responseHeaderVersion(VERSION);
        ResponseHeaderData unused = new ResponseHeaderData(fields, headerVersion);
        return new ConsumerGroupHeartbeatResponseData(fields, VERSION);
    }

    /** One member, driven by the thread of its connection. */
    private final class Member {
        private final String group;
        private final String id;
        private int epoch;
        private boolean tellOwned = true;
        private Map<Uuid, Set<Integer>> owned = Map.of();
        private volatile int count;
        private long dueAtMs;

        Member(String group, String id) {
            this.group = group;
            this.id = id;
        }

        ConsumerGroupHeartbeatRequestData request() {
            ConsumerGroupHeartbeatRequestData request = new ConsumerGroupHeartbeatRequestData()
                    .setGroupId(group)
                    .setMemberId(id)
                    .setMemberEpoch(epoch);
            if (epoch == 0) {
                request.setRebalanceTimeoutMs(REBALANCE_TIMEOUT_MS).setSubscribedTopicNames(List.of(TOPIC));
            }
            if (tellOwned) {
                List<TopicPartitions> topics = new ArrayList<>();
                owned.forEach((topic, partitions) -> topics.add(
                        new TopicPartitions().setTopicId(topic).setPartitions(List.copyOf(partitions))));
                request.setTopicPartitions(topics);
            }
            return request;
        }

        void take(ConsumerGroupHeartbeatResponseData response) {
            heartbeats.incrementAndGet();
            long now = System.currentTimeMillis();
            if (response.errorCode() != Errors.NONE.code()) {
                errors.incrementAndGet();
                Errors error = Errors.forCode(response.errorCode());
                if (error == Errors.FENCED_MEMBER_EPOCH || error == Errors.UNKNOWN_MEMBER_ID) {
                    epoch = 0;
                    owned = Map.of();
                    count = 0;
                    tellOwned = true;
                }
                dueAtMs = now + RETRY_MS;
                return;
            }
            epoch = response.memberEpoch();
            tellOwned = false;
            if (response.assignment() != null) {
                Map<Uuid, Set<Integer>> told = new HashMap<>();
                response.assignment()
                        .topicPartitions()
                        .forEach(topic -> told.put(topic.topicId(), new HashSet<>(topic.partitions())));
                tellOwned = !told.equals(owned);
                owned = told;
                count = told.values().stream().mapToInt(Set::size).sum();
            }
            // What was changed is confirmed at once.
            dueAtMs = tellOwned ? now : now + response.heartbeatIntervalMs();
        }
    }
}
