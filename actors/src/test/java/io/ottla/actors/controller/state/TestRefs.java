package io.ottla.actors.controller.state;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;

/** References for commands whose answers a test does not read. */
final class TestRefs {
    private TestRefs() {}

    static <T> ActorRef<T> nobody() {
        return TestInbox.<T>create().getRef();
    }
}
