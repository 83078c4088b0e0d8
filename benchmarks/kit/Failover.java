import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.serialization.*;

/**
 * w9: a partition's leader is killed or halted while a client writes numbered records; how long nothing is acknowledged, and whether what was
 * acknowledged is there once and in order, at once and after the node is back.
 */
final class Failover extends BenchTool {
  static void failover() throws Exception {
    String t = o("topic", "failover"), mode = o("mode", "kill");
    int seconds = i("seconds", 40), faultAt = i("fault-at", 8), rate = i("rate", 2000), size = i("size", 200), pauseS = i("pause", 15);
    List<String> boots = List.of(o("bootstrap", "").split(","));
    String[] pids = o("pids", "").split(",");
    Admin a = Admin.create(base("request.timeout.ms", "1000", "default.api.timeout.ms", "2000", "reconnect.backoff.max.ms", "100"));
    try (Admin slow = Admin.create(base())) {
      make(slow, List.of(failoverTopic(slow, t)));
      awaitLeaders(slow, List.of(t), 1, true);
    }
    int max = seconds * rate + 1000;
    AtomicLongArray ackAt = new AtomicLongArray(max);
    AtomicInteger failed = new AtomicInteger();
    ConcurrentLinkedQueue<Long> acks = new ConcurrentLinkedQueue<>();
    KafkaProducer<byte[], byte[]> p = producer("acks", "all", "enable.idempotence", "true", "delivery.timeout.ms", "120000");
    Node leader = leader(a, t);
    int victim = boots.indexOf(leader.host() + ":" + leader.port()) + 1;
    if (victim == 0) throw new IllegalStateException("leader " + leader + " is not in the bootstrap list " + boots);
    boolean controller = controller(a) == leader.id();
    System.err.println("victim: node " + victim + " controller=" + controller);
    AtomicLong faultNs = new AtomicLong(), newLeaderNs = new AtomicLong();
    AtomicBoolean stop = new AtomicBoolean();
    Thread fault = new Thread(() -> {
      try {
        Thread.sleep(faultAt * 1000L);
        String[] cmd = mode.equals("kill") ? new String[] {"bash", "-c", o("kill-cmd", "") + " " + victim} : new String[] {"kill", "-STOP", pids[victim - 1]};
        long t0 = System.nanoTime();
        faultNs.set(t0);
        new ProcessBuilder(cmd).inheritIO().redirectOutput(ProcessBuilder.Redirect.to(new java.io.File("/dev/null"))).start().waitFor();
        if (mode.equals("pause")) { Thread.sleep(pauseS * 1000L); new ProcessBuilder("kill", "-CONT", pids[victim - 1]).inheritIO().start().waitFor(); }
      } catch (Exception e) { e.printStackTrace(); }
    });
    Thread watch = new Thread(() -> {
      while (!stop.get() && newLeaderNs.get() == 0) {
        try {
          Thread.sleep(50);
          if (faultNs.get() == 0) continue;
          Node l = leader(a, t);
          if (l != null && !l.isEmpty() && l.id() != leader.id()) newLeaderNs.set(System.nanoTime());
        } catch (Exception e) { /* the fault */ }
      }
    });
    long t0 = System.nanoTime();
    fault.start(); watch.start();
    int seq = 0;
    while (true) {
      long now = System.nanoTime() - t0;
      if (now > seconds * 1_000_000_000L || seq >= max) break;
      if (seq > now / 1e9 * rate) { Thread.sleep(1); continue; }
      int s = seq++;
      byte[] v = new byte[size];
      ByteBuffer.wrap(v).putInt(s);
      p.send(new ProducerRecord<>(t, 0, null, v), (m, e) -> {
        if (e == null) { long x = System.nanoTime(); ackAt.set(s, x); acks.add(x); } else { failed.incrementAndGet(); System.err.println(s + ": " + e); }
      });
    }
    p.flush();
    p.close();
    fault.join(); stop.set(true); watch.join(3000);
    long prev = 0, gap = 0, before = 0, gapStart = 0;
    for (long x : acks) {
      if (prev != 0) {
        if (x - prev > gap) { gap = x - prev; gapStart = prev; }
        if (x < faultNs.get()) before = Math.max(before, x - prev);
      }
      prev = x;
    }
    out("longest_ack_gap_ms", ms(gap));
    out("gap_before_fault_ms", ms(before));
    out("gap_start_after_fault_ms", ms(gapStart - faultNs.get()));
    out("new_leader_seen_ms", newLeaderNs.get() == 0 ? -1 : ms(newLeaderNs.get() - faultNs.get()));
    out("victim_was_controller", controller ? 1 : 0);
    out("sent", seq); out("acked", acks.size()); out("failed", failed.get());
    verify(t, seq, ackAt, "");
    String again = o("restart-cmd", "");
    if (!again.isEmpty()) {
      long r0 = System.nanoTime();
      new ProcessBuilder("bash", "-c", again).redirectOutput(ProcessBuilder.Redirect.to(new java.io.File("/dev/null"))).redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
      try (Admin slow = Admin.create(base())) { awaitLeaders(slow, List.of(t), 1, true); }
      out("full_isr_after_restart_ms", ms(System.nanoTime() - r0));
      verify(t, seq, ackAt, "_after_restart");
    }
  }
  static int controller(Admin a) {
    try { return a.describeMetadataQuorum().quorumInfo().get().leaderId(); }
    catch (Exception e) { try { return a.describeCluster().controller().get().id(); } catch (Exception x) { System.err.println(x); return -1; } }
  }
  /** --victim controller or other puts the leader on the controller's node, or on another; any leaves it to the broker. */
  static NewTopic failoverTopic(Admin a, String t) throws Exception {
    NewTopic any = topic(t, 1, i("rf", 3));
    String victim = o("victim", "any");
    if (victim.equals("any")) return any;
    int controller = controller(a);
    List<Integer> ids = new ArrayList<>();
    for (Node n : a.describeCluster().nodes().get()) ids.add(n.id());
    Collections.shuffle(ids);
    boolean wanted = victim.equals("controller");
    ids.sort(Comparator.comparing((Integer id) -> (id == controller) != wanted));
    return new NewTopic(t, Map.of(0, ids.subList(0, i("rf", 3)))).configs(any.configs());
  }
  static Node leader(Admin a, String t) throws Exception { return a.describeTopics(List.of(t)).allTopicNames().get().get(t).partitions().get(0).leader(); }

  static void verify(String t, int sent, AtomicLongArray ackAt, String suffix) {
    TopicPartition tp = new TopicPartition(t, 0);
    BitSet seen = new BitSet();
    int dup = 0, ooo = 0, last = -1;
    try (KafkaConsumer<byte[], byte[]> c = consumer("auto.offset.reset", "earliest")) {
      c.assign(List.of(tp)); c.seekToBeginning(List.of(tp));
      long endOff = c.endOffsets(List.of(tp)).get(tp), deadline = System.nanoTime() + 60_000_000_000L;
      while (c.position(tp) < endOff && System.nanoTime() < deadline)
        for (ConsumerRecord<byte[], byte[]> r : c.poll(Duration.ofMillis(200))) {
          int s = ByteBuffer.wrap(r.value()).getInt();
          if (seen.get(s)) dup++; else if (s < last) ooo++;
          seen.set(s); last = Math.max(last, s);
        }
    }
    int lost = 0;
    for (int s = 0; s < sent; s++) if (ackAt.get(s) != 0 && !seen.get(s)) lost++;
    out("acked_but_missing" + suffix, lost); out("duplicates" + suffix, dup); out("out_of_order" + suffix, ooo);
  }
}
