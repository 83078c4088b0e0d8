package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import java.util.List;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** OffsetFetch: of one group before version 8, of several since; by topic name, and from version 10 on by topic id only. */
final class OffsetFetchHandler implements ApiHandler<OffsetFetchRequestData, OffsetFetchResponseData> {
    private static final int SEVERAL_GROUPS_SINCE = 8;

    private final Broker broker;

    OffsetFetchHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.OFFSET_FETCH, 1, 10);
    }

    @Override
    public void handle(RequestContext context, OffsetFetchRequestData request, Reply<OffsetFetchResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        boolean several = context.version() >= SEVERAL_GROUPS_SINCE;
        List<OffsetFetchRequestGroup> asked = several ? request.groups() : List.of(SingleOffsetFetch.asked(request));
        List<OffsetFetchOfGroup> fetches = asked.stream()
                .map(group -> new OffsetFetchOfGroup(context.version(), group, request.requireStable(), cluster))
                .toList();
        Countdown countdown = new Countdown(
                fetches.size(),
                () -> reply.complete(
                        several
                                ? new OffsetFetchResponseData()
                                        .setGroups(fetches.stream()
                                                .map(OffsetFetchOfGroup::response)
                                                .toList())
                                : SingleOffsetFetch.answered(
                                        context.version(),
                                        asked.get(0),
                                        fetches.get(0).response())));
        fetches.forEach(fetch -> fetch.start(broker.groups(), countdown::came));
    }
}
