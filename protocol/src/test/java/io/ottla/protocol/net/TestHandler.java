package io.ottla.protocol.net;

import io.ottla.actors.Reply;
import io.ottla.protocol.api.ApiHandler;
import io.ottla.protocol.api.ApiVersionRange;
import io.ottla.protocol.api.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** A handler that keeps what it is asked until the test answers. */
final class TestHandler implements ApiHandler<ApiMessage, ApiMessage> {
    private final ApiVersionRange versions;
    final List<Asked> asked = new ArrayList<>();
    Consumer<RequestContext> onHandle = context -> {};

    /** One request. */
    record Asked(RequestContext context, ApiMessage request, Reply<ApiMessage> reply) {}

    TestHandler(ApiKeys api, int min, int max) {
        this.versions = ApiVersionRange.of(api, min, max);
    }

    static TestHandler of(ApiKeys api) {
        return new TestHandler(api, api.oldestVersion(), api.latestVersion(false));
    }

    @Override
    public ApiVersionRange versions() {
        return versions;
    }

    @Override
    public void handle(RequestContext context, ApiMessage request, Reply<ApiMessage> reply) {
        onHandle.accept(context);
        asked.add(new Asked(context, request, reply));
    }

    /** How many requests it was given. */
    int count() {
        return asked.size();
    }

    /** The n-th request. */
    Asked asked(int n) {
        return asked.get(n);
    }
}
