package io.ottla.actors.group;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.config.GroupSettings;
import io.ottla.actors.group.state.assignor.Assignors;
import io.ottla.actors.group.state.assignor.TopicsView;
import io.ottla.actors.group.state.consumer.ConsumerContext;
import io.ottla.actors.group.state.consumer.ConsumerSettings;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataCache;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the consumer groups of this node find around them: settings, topics and the load they share. Usable from any thread. */
final class ConsumerSurroundings {
    private final Supplier<BrokerSettings> broker;
    private final MetadataCache metadata;
    private final HeartbeatPace pace = new HeartbeatPace();
    private volatile MetadataTopics topics;

    ConsumerSurroundings(Supplier<BrokerSettings> broker, MetadataCache metadata) {
        this.broker = broker;
        this.metadata = metadata;
        this.topics = MetadataTopics.first(metadata.image());
    }

    /** Those of one group; its settings are read anew when they change. */
    ConsumerContext of(String groupId) {
        return new ConsumerContext(new SettingsOf(groupId), this::topics, pace);
    }

    /** The newest topics. Two threads may both find a new image; either's view of it will do. */
    private TopicsView topics() {
        MetadataTopics newest = topics.at(metadata.image());
        topics = newest;
        return newest;
    }

    private ConsumerSettings read(BrokerSettings broker, Map<String, String> overrides) {
        String policy = broker.getString("group.consumer.migration.policy").toUpperCase(Locale.ROOT);
        return new ConsumerSettings(
                Assignors.of(broker.getList("group.consumer.assignors")),
                broker.getInt("group.consumer.max.size"),
                broker.getInt("message.max.bytes") / 2,
                GroupSettings.getInt("consumer.session.timeout.ms", overrides, broker),
                ifSet("consumer.heartbeat.interval.ms", overrides, broker),
                ifSet("consumer.assignment.interval.ms", overrides, broker),
                broker.getInt("group.consumer.regex.refresh.interval.ms"),
                policy.equals("UPGRADE") || policy.equals("BIDIRECTIONAL"),
                policy.equals("DOWNGRADE") || policy.equals("BIDIRECTIONAL"));
    }

    /** The value an operator gave, for the group or for the broker. */
    private static OptionalInt ifSet(String name, Map<String, String> overrides, BrokerSettings broker) {
        boolean set = overrides.containsKey(name) || broker.isSet("group." + name);
        return set ? OptionalInt.of(GroupSettings.getInt(name, overrides, broker)) : OptionalInt.empty();
    }

    /** The settings of a group, kept until they change. */
    private final class SettingsOf implements Supplier<ConsumerSettings> {
        private final ConfigResource resource;
        private @Nullable Known known;

        SettingsOf(String groupId) {
            this.resource = new ConfigResource(ConfigResource.Type.GROUP, groupId);
        }

        @Override
        public ConsumerSettings get() {
            BrokerSettings now = broker.get();
            Map<String, String> overrides = metadata.image().config(resource);
            Known current = known;
            if (current == null || current.broker() != now || current.overrides() != overrides) {
                current = new Known(now, overrides, read(now, overrides));
                known = current;
            }
            return current.settings();
        }
    }

    private record Known(BrokerSettings broker, Map<String, String> overrides, ConsumerSettings settings) {}
}
