package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import org.apache.kafka.common.protocol.Errors;

/**
 * Why ACLs are neither told nor changed: there is no authorizer here, and a Kafka broker without one answers the same. Programs that
 * copy ACLs, MirrorMaker among them, know this answer and go on without.
 *
 * @param error what clients are told
 * @param message the same in words
 */
record AclRefusal(Errors error, String message) {
    private static final AclRefusal NOT_ALLOWED =
            new AclRefusal(Errors.CLUSTER_AUTHORIZATION_FAILED, Errors.CLUSTER_AUTHORIZATION_FAILED.message());

    private static final AclRefusal NO_AUTHORIZER =
            new AclRefusal(Errors.SECURITY_DISABLED, "No Authorizer is configured.");

    /** For a caller who wants to do this with the cluster's ACLs. */
    static AclRefusal to(Broker broker, Caller caller, Operation operation) {
        return broker.authorizer().allows(caller, operation, Resource.CLUSTER) ? NO_AUTHORIZER : NOT_ALLOWED;
    }
}
