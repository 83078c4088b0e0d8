package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupSettingsTest {
    private static final BrokerSettings BROKER = BrokerSettings.defaults();

    @Test
    void inheritsFromTheBroker() {
        BrokerSettings broker = BrokerSettings.of(
                Map.of("group.consumer.session.timeout.ms", "46000", "group.streams.assignors", "sticky,other"));

        assertThat(GroupSettings.getInt("consumer.session.timeout.ms", Map.of(), broker))
                .isEqualTo(46_000);
        assertThat(GroupSettings.getString("streams.assignor.name", Map.of(), broker))
                .isEqualTo("sticky");
        assertThat(GroupSettings.getString("share.auto.offset.reset", Map.of(), broker))
                .isEqualTo("latest");
    }

    @Test
    void prefersItsOwnValues() {
        assertThat(GroupSettings.getInt(
                        "consumer.session.timeout.ms", Map.of("consumer.session.timeout.ms", "50000"), BROKER))
                .isEqualTo(50_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope | 1 | Unknown group config name: nope",
                "consumer.session.timeout.ms | x | Invalid value x for configuration consumer.session.timeout.ms: Not a number of"
                        + " type INT",
                "consumer.session.timeout.ms | 10 | consumer.session.timeout.ms must be in the range 45000 to 60000 inclusive.",
                "consumer.heartbeat.interval.ms | 46000 | consumer.heartbeat.interval.ms must be in the range 5000 to 15000"
                        + " inclusive.",
                "consumer.assignment.interval.ms | 20000 | consumer.assignment.interval.ms must be in the range 0 to 15000"
                        + " inclusive.",
                "share.delivery.count.limit | 20 | share.delivery.count.limit must be in the range 2 to 10 inclusive.",
                "share.record.lock.duration.ms | 100 | Invalid value 100 for configuration share.record.lock.duration.ms: Value"
                        + " must be at least 1000",
                "share.partition.max.record.locks | 5000 | share.partition.max.record.locks must be in the range 100 to 4000"
                        + " inclusive.",
                "streams.num.standby.replicas | 5 | streams.num.standby.replicas must be less than or equal to 2",
                "streams.task.offset.interval.ms | 1 | streams.task.offset.interval.ms must be greater than or equal to 15000",
                "streams.assignor.name | zz | streams.assignor.name 'zz' is not a registered task assignor. Registered assignors"
                        + " are: [sticky].",
                "errors.deadletterqueue.topic.name | __x | errors.deadletterqueue.topic.name: DLQ topic name must not start with"
                        + " '__'",
                "share.isolation.level | x | Invalid value x for configuration share.isolation.level: String must be one of:"
                        + " read_committed, read_uncommitted",
                "share.auto.offset.reset | by_duration:-PT1H | Invalid value by_duration:-PT1H for configuration"
                        + " share.auto.offset.reset: Invalid value `by_duration:-PT1H` for configuration"
                        + " share.auto.offset.reset. The value must be either 'earliest', 'latest' or of the format"
                        + " 'by_duration:<PnDTnHnMn.nS>'.",
            })
    void refusesInKafkasWords(String name, String value, String message) {
        assertThat(GroupSettings.findFault(Map.of(name, value), BROKER)).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "consumer.session.timeout.ms,50000",
        "share.auto.offset.reset,earliest",
        "share.auto.offset.reset,by_duration:PT1H",
        "streams.assignor.name,sticky",
        "'streams.rack.aware.assignment.tags','a,b,c'",
    })
    void acceptsWhatKafkaAccepts(String name, String value) {
        assertThat(GroupSettings.findFault(Map.of(name, value), BROKER)).isEmpty();
    }
}
