package io.ottla.actors.remote;

import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.node.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeActorsTest {
    /** Akka's default is a minute: what goes wrong then shows in a fraction of a second here. */
    private static final Config HASTE = ConfigFactory.parseString("""
            akka.remote.artery.advanced.compression {
              actor-refs.advertisement-interval = 200ms
              manifests.advertisement-interval = 200ms
            }
            """);

    /** So many at {@link #EVERY} pass many of the intervals above. */
    private static final int MANY = 300;

    private static final Duration EVERY = Duration.ofMillis(10);

    record Call(long number) implements ControlMessage {}

    /** The controller calls a node that is just starting: that it was too early must not make the node deaf for it later. */
    @Test
    void anActorThatIsCalledBeforeItRunsHearsAllThatIsSaidAfterwards(@TempDir Path folder) {
        ActorTestKit caller = kit(folder.resolve("caller"));
        ActorTestKit node = kit(folder.resolve("node"));
        try {
            AtomicLong before = new AtomicLong();
            AtomicLong heard = new AtomicLong();
            node.system().systemActorOf(counting(before), "early", Props.empty());
            NodeAddress there = NodeActors.own(node.system());
            ActorRef<Call> early = NodeActors.at(caller.system(), there, "early");
            ActorRef<Call> late = NodeActors.at(caller.system(), there, "late");
            await().atMost(Duration.ofSeconds(60)).pollInterval(EVERY).until(() -> {
                late.tell(new Call(0));
                early.tell(new Call(0));
                return before.get() > 10;
            });

            node.system().systemActorOf(counting(heard), "late", Props.empty());

            await().atMost(Duration.ofSeconds(60)).pollInterval(EVERY).until(() -> {
                late.tell(new Call(1));
                return heard.get() > MANY;
            });
        } finally {
            caller.shutdownTestKit();
            node.shutdownTestKit();
        }
    }

    private static Behavior<Call> counting(AtomicLong heard) {
        return Behaviors.receiveMessage(call -> {
            heard.incrementAndGet();
            return Behaviors.same();
        });
    }

    private static ActorTestKit kit(Path folder) {
        return ActorTestKit.create(
                NodeActors.SYSTEM_NAME, HASTE.withFallback(NodeConfig.of("127.0.0.1", 0, folder, 1)));
    }
}
