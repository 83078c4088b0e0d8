package io.ottla.actors.membership;

import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.cluster.DowningProvider;
import java.util.concurrent.TimeUnit;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * Akka's hook for downing. The membership actor decides (safety rule M3) and needs no actor of Akka's for it; what it downs is
 * removed without a further margin, because singletons need none: safety rests on the quorum journal.
 */
public final class OttlaDowning extends DowningProvider {
    /** Made by Akka. */
    public OttlaDowning(ActorSystem unused) {}

    @Override
    public FiniteDuration downRemovalMargin() {
        return FiniteDuration.create(0, TimeUnit.MILLISECONDS);
    }

    @Override
    public Option<Props> downingActorProps() {
        return Option.empty();
    }
}
