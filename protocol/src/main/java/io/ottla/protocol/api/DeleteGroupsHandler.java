package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.GroupCommand;
import java.util.List;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResultCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** DeleteGroups: deletes empty groups with their committed offsets; each is decided for itself. */
final class DeleteGroupsHandler implements ApiHandler<DeleteGroupsRequestData, DeleteGroupsResponseData> {
    private final Broker broker;

    DeleteGroupsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DELETE_GROUPS, 0, 3);
    }

    @Override
    public void handle(RequestContext context, DeleteGroupsRequestData request, Reply<DeleteGroupsResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        List<DeletableGroupResult> results = request.groupsNames().stream()
                .distinct()
                .map(id -> new DeletableGroupResult().setGroupId(id))
                .toList();
        Countdown countdown = new Countdown(results.size(), () -> reply.complete(response(results)));
        for (DeletableGroupResult result : results) {
            GroupCommand.Delete delete = new GroupCommand.Delete(result.groupId(), error -> {
                result.setErrorCode(error.code());
                countdown.came();
            });
            if (cluster.allows(Operation.DELETE, Resource.group(result.groupId()))) {
                broker.groups().tell(delete);
            } else {
                delete.refuse(Errors.GROUP_AUTHORIZATION_FAILED);
            }
        }
    }

    private static DeleteGroupsResponseData response(List<DeletableGroupResult> results) {
        DeletableGroupResultCollection collection = new DeletableGroupResultCollection(results.size());
        results.forEach(collection::add);
        return new DeleteGroupsResponseData().setResults(collection);
    }
}
