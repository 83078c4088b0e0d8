package io.ottla.protocol.api;

import io.ottla.actors.access.Authorizer;
import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/** What a caller may do with a resource as the bit field of KIP-430: bit n stands for the ACL operation with code n. */
final class AuthorizedOperations {
    private AuthorizedOperations() {}

    /** The operations that the caller may do, out of all that make sense for this kind of resource. */
    static int of(Authorizer authorizer, Caller caller, Resource resource) {
        int bits = 0;
        for (Operation operation : authorizer.allowed(caller, candidates(resource.type()), resource)) {
            bits |= 1 << AclOperation.valueOf(operation.name()).code();
        }
        return bits;
    }

    private static Set<Operation> candidates(Resource.Type type) {
        return switch (type) {
            case TOPIC ->
                EnumSet.of(
                        Operation.READ,
                        Operation.WRITE,
                        Operation.CREATE,
                        Operation.DELETE,
                        Operation.ALTER,
                        Operation.DESCRIBE,
                        Operation.DESCRIBE_CONFIGS,
                        Operation.ALTER_CONFIGS);
            case GROUP ->
                EnumSet.of(
                        Operation.READ,
                        Operation.DELETE,
                        Operation.DESCRIBE,
                        Operation.DESCRIBE_CONFIGS,
                        Operation.ALTER_CONFIGS);
            case CLUSTER ->
                EnumSet.of(
                        Operation.CREATE,
                        Operation.ALTER,
                        Operation.DESCRIBE,
                        Operation.CLUSTER_ACTION,
                        Operation.DESCRIBE_CONFIGS,
                        Operation.ALTER_CONFIGS,
                        Operation.IDEMPOTENT_WRITE);
            case TRANSACTIONAL_ID -> EnumSet.of(Operation.WRITE, Operation.DESCRIBE);
        };
    }
}
