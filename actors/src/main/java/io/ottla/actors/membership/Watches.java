package io.ottla.actors.membership;

import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import io.ottla.actors.membership.state.MemberAt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Idle connections to other members' ports: when a process ends, however it does, the kernel closes them at once, long before
 * heartbeats are missed. Nothing is ever sent on them, and their end only starts a probe. Each node watches the members that
 * follow it in the order of addresses, so that in a large cluster each is watched by a few.
 */
final class Watches {
    private static final int WATCHED_MAX = 9;

    private final MembershipCore core;
    private final Tcp tcp;
    private final Map<MemberAt, UniqueKillSwitch> open = new HashMap<>();
    private boolean broken;

    Watches(MembershipCore core) {
        this.core = core;
        this.tcp = Tcp.get(core.context().getSystem());
    }

    /** Opens what is missing and closes what is not needed any more. */
    void watch(List<MemberAt> members) {
        broken = false;
        Set<MemberAt> wanted = next(members);
        open.entrySet().removeIf(entry -> {
            boolean former = !wanted.contains(entry.getKey());
            if (former) {
                entry.getValue().shutdown();
            }
            return former;
        });
        for (MemberAt member : wanted) {
            open.computeIfAbsent(member, this::connect);
        }
    }

    /** A connection has ended; it is opened again with the next look if its member is still there. */
    void ended(MemberAt member) {
        broken |= open.remove(member) != null;
    }

    boolean isBusy() {
        return broken;
    }

    private Set<MemberAt> next(List<MemberAt> members) {
        List<MemberAt> ring = new ArrayList<>(members);
        ring.sort(Comparator.comparing(MemberAt::address));
        int me = ring.indexOf(core.self());
        Set<MemberAt> result = new HashSet<>();
        for (int i = 1; i < ring.size() && result.size() < WATCHED_MAX; i++) {
            result.add(ring.get((Math.max(me, 0) + i) % ring.size()));
        }
        result.remove(core.self());
        return result;
    }

    private UniqueKillSwitch connect(MemberAt member) {
        var running = Source.<ByteString>maybe()
                .viaMat(KillSwitches.single(), Keep.right())
                .via(tcp.outgoingConnection(
                        member.address().host(), member.address().port()))
                .toMat(Sink.ignore(), Keep.both())
                .run(core.context().getSystem());
        core.context().pipeToSelf(running.second(), (done, failure) -> new MembershipProtocol.WatchEnded(member));
        return running.first();
    }
}
