package io.ottla.actors.membership;

import io.ottla.actors.membership.state.MemberAt;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds out for another node whether a member answers this one (safety rule M3): asks it, and probes its port. Refused, another
 * incarnation, or silence for most of a second is no answer; that a stopped process accepts connections does not help it.
 */
final class Checks {
    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final int CHECKS_MAX = 1_000;

    private final MembershipCore core;
    private final Map<Long, MembershipProtocol.Check> open = new HashMap<>();
    private long numbers;

    Checks(MembershipCore core) {
        this.core = core;
    }

    void begin(MembershipProtocol.Check check) {
        if (open.size() >= CHECKS_MAX) {
            return;
        }
        long number = ++numbers;
        open.put(number, check);
        core.wire()
                .send(
                        check.subject().address(),
                        new MembershipProtocol.Ping(core.self().address(), number));
        core.context()
                .pipeToSelf(
                        core.probe().gone(check.subject().address()),
                        (gone, failure) -> new MembershipProtocol.SubjectProbed(number, Boolean.TRUE.equals(gone)));
        core.timers().startSingleTimer("check-" + number, new MembershipProtocol.SubjectSilent(number), PATIENCE);
    }

    void answered(MembershipProtocol.Pong pong) {
        MembershipProtocol.Check check = open.get(pong.number());
        if (check != null) {
            finish(pong.number(), pong.uid() == check.subject().uid());
        }
    }

    void probed(MembershipProtocol.SubjectProbed probed) {
        if (probed.gone()) {
            finish(probed.number(), false);
        }
    }

    void silent(MembershipProtocol.SubjectSilent silent) {
        finish(silent.number(), false);
    }

    private void finish(long number, boolean answered) {
        MembershipProtocol.Check check = open.remove(number);
        if (check == null) {
            return;
        }
        core.timers().cancel("check-" + number);
        MemberAt subject = check.subject();
        core.wire()
                .send(
                        check.from(),
                        new MembershipProtocol.Checked(
                                check.ask(), subject, answered, core.nodeId(), core.directoryId(), core.voters()));
    }
}
