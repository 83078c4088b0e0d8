package io.ottla.actors.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Decides who may do what. Every Kafka API names the resource and operation it needs to the node's one authorizer, so that
 * access control is a configuration and not a rewrite.
 */
@FunctionalInterface
public interface Authorizer {
    /** Lets everybody do everything: a cluster without an authorizer. */
    Authorizer ALLOW_ALL = (caller, operation, resource) -> true;

    /** Whether this caller may do that. */
    boolean allows(Caller caller, Operation operation, Resource resource);

    /** Those of the operations that the caller may do, for the "authorized operations" of KIP-430. */
    default Set<Operation> allowed(Caller caller, Collection<Operation> candidates, Resource resource) {
        EnumSet<Operation> result = EnumSet.noneOf(Operation.class);
        for (Operation candidate : candidates) {
            if (allows(caller, candidate, resource)) {
                result.add(candidate);
            }
        }
        return result;
    }
}
