package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.TopicsView;
import java.util.function.Supplier;

/**
 * What a consumer group finds around it.
 *
 * @param settings what is set for it now
 * @param topics the cluster's topics now
 */
public record ConsumerContext(Supplier<ConsumerSettings> settings, Supplier<TopicsView> topics, MemberLoad load) {}
