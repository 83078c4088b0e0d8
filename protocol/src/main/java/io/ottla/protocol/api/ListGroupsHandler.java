package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.GroupList;
import io.ottla.actors.group.state.GroupListing;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.ApiKeys;

/** ListGroups: the groups of this node that the caller may see, of the states (KIP-518) and types (KIP-848) asked for. */
final class ListGroupsHandler implements ApiHandler<ListGroupsRequestData, ListGroupsResponseData> {
    private final Broker broker;

    ListGroupsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.LIST_GROUPS, 0, 5);
    }

    @Override
    public void handle(RequestContext context, ListGroupsRequestData request, Reply<ListGroupsResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        Set<String> states = lowerCase(request.statesFilter());
        Set<String> types = lowerCase(request.typesFilter());
        broker.groups().list(list -> reply.complete(response(cluster, states, types, list)));
    }

    private static Set<String> lowerCase(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static ListGroupsResponseData response(
            ClusterView cluster, Set<String> states, Set<String> types, GroupList list) {
        boolean seesAll = cluster.allows(Operation.DESCRIBE, Resource.CLUSTER);
        return new ListGroupsResponseData()
                .setErrorCode(list.error().code())
                .setGroups(list.groups().stream()
                        .filter(group -> states.isEmpty()
                                || states.contains(group.state().toLowerCase(Locale.ROOT)))
                        .filter(group -> types.isEmpty() || types.contains(group.kind()))
                        .filter(group -> seesAll || cluster.allows(Operation.DESCRIBE, Resource.group(group.groupId())))
                        .map(ListGroupsHandler::listed)
                        .toList());
    }

    private static ListedGroup listed(GroupListing group) {
        return new ListedGroup()
                .setGroupId(group.groupId())
                .setProtocolType(group.protocolType())
                .setGroupState(group.state())
                .setGroupType(group.kind());
    }
}
