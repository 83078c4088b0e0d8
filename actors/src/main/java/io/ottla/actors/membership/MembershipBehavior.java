package io.ottla.actors.membership;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ReceiveBuilder;
import io.ottla.actors.membership.MembershipProtocol.Command;
import io.ottla.actors.membership.state.Standing;
import io.ottla.actors.remote.NodeAddress;

/** What a node answers wherever it stands. */
abstract class MembershipBehavior extends AbstractBehavior<Command> {
    final MembershipCore core;
    private final Checks checks;

    MembershipBehavior(MembershipCore core, Checks checks) {
        super(core.context());
        this.core = core;
        this.checks = checks;
    }

    /** The next state of the same actor. */
    final Checks checks() {
        return checks;
    }

    /** Somebody told where it stands. */
    abstract Behavior<Command> onStatus(NodeStatus from);

    final ReceiveBuilder<Command> answering() {
        return newReceiveBuilder()
                .onMessage(MembershipProtocol.Hello.class, this::onHello)
                .onMessage(MembershipProtocol.Told.class, told -> onStatus(told.from()))
                .onMessage(MembershipProtocol.Ping.class, this::onPing)
                .onMessage(MembershipProtocol.Check.class, check -> {
                    checks.begin(check);
                    return this;
                })
                .onMessage(MembershipProtocol.Pong.class, pong -> {
                    checks.answered(pong);
                    return this;
                })
                .onMessage(MembershipProtocol.SubjectProbed.class, probed -> {
                    checks.probed(probed);
                    return this;
                })
                .onMessage(MembershipProtocol.SubjectSilent.class, silent -> {
                    checks.silent(silent);
                    return this;
                })
                .onMessage(MembershipProtocol.AskGrant.class, this::onAskGrant)
                .onMessage(MembershipProtocol.GrantSaved.class, this::onGrantSaved)
                .onMessage(MembershipProtocol.Serve.class, this::onServe)
                .onMessage(MembershipProtocol.DiskFailed.class, this::onDiskFailed);
    }

    private Behavior<Command> onHello(MembershipProtocol.Hello hello) {
        Behavior<Command> next = onStatus(hello.from());
        core.wire().send(hello.from().address(), new MembershipProtocol.Told(core.status()));
        return next;
    }

    private Behavior<Command> onPing(MembershipProtocol.Ping ping) {
        core.wire()
                .send(
                        ping.from(),
                        new MembershipProtocol.Pong(ping.number(), core.self().uid()));
        return this;
    }

    /** A node that is in a cluster, or on its way into one, lets nobody begin; it tells where it is. */
    private Behavior<Command> onAskGrant(MembershipProtocol.AskGrant asked) {
        if (core.belonging().isEmpty()) {
            return this;
        }
        if (core.status().standing() != Standing.OUTSIDE) {
            core.wire().send(asked.from(), new MembershipProtocol.Told(core.status()));
        } else {
            switch (core.grants().asked(asked.from(), asked.ask(), core.nowMs())) {
                // On disk first: a giver that is killed and comes back within ten seconds is still bound.
                case WRITE ->
                    core.onDisk(
                            () -> core.files().saveGrant(asked.from(), System.currentTimeMillis()),
                            new MembershipProtocol.GrantSaved(asked.from(), asked.ask()));
                case GIVE -> give(asked.from(), asked.ask());
                case NONE -> {}
            }
        }
        return this;
    }

    private Behavior<Command> onGrantSaved(MembershipProtocol.GrantSaved saved) {
        if (core.grants().written(saved.to(), saved.ask())) {
            give(saved.to(), saved.ask());
        }
        return this;
    }

    private void give(NodeAddress to, long ask) {
        core.wire().send(to, new MembershipProtocol.Granted(ask, core.nodeId(), core.directoryId()));
    }

    private Behavior<Command> onServe(MembershipProtocol.Serve serve) {
        core.serves(serve.directory(), serve.controller());
        return this;
    }

    private Behavior<Command> onDiskFailed(MembershipProtocol.DiskFailed failed) {
        core.outcome()
                .refuse("cannot write to the quorum folder: " + failed.cause().getMessage());
        throw new IllegalStateException("the quorum folder cannot be written to", failed.cause());
    }
}
