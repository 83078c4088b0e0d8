package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/**
 * README's table of what works is made from the handlers; {@code -Dottla.docs.write=true} writes it anew.
 */
class CompatibilityTableTest {
    private static final String BEGIN = "<!-- compatibility: generated -->\n";
    private static final String END = "<!-- compatibility: end -->";
    private static final Path README = Path.of("..", "README.md");

    /** Client telemetry: a broker of Kafka advertises it only with a plugin that takes it. */
    private static final Set<ApiKeys> WITH_A_PLUGIN_ONLY =
            Set.of(ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS, ApiKeys.PUSH_TELEMETRY);

    @Test
    void readmeTellsWhatIsImplemented() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        String table = table(served());
        if (Boolean.getBoolean("ottla.docs.write")) {
            Files.writeString(README, readme.substring(0, begin) + table + readme.substring(end));
            return;
        }
        assertThat(readme.substring(begin, end))
                .as("README's table; -Dottla.docs.write=true writes it anew")
                .isEqualTo(table);
    }

    private static ApiHandlers served() {
        Broker broker = TestBroker.start().broker();
        List<ApiHandler<?, ?>> all = new ArrayList<>();
        all.addAll(DataHandlers.create(broker));
        all.addAll(AdminHandlers.create(broker));
        all.addAll(GroupHandlers.create(broker));
        all.addAll(TransactionHandlers.create(broker));
        return ApiHandlers.advertised(broker, all);
    }

    private static String table(ApiHandlers handlers) {
        StringBuilder text =
                new StringBuilder("| API | versions here | versions of Kafka 4.4 |\n| --- | --- | --- |\n");
        List<ApiVersion> kafka = ofKafka();
        for (ApiVersion api : kafka) {
            handlers.find(ApiKeys.forId(api.apiKey()))
                    .ifPresent(handler -> text.append("| ")
                            .append(ApiKeys.forId(api.apiKey()).name)
                            .append(" | ")
                            .append(versions(
                                    handler.versions().min(), handler.versions().max()))
                            .append(" | ")
                            .append(versions(api.minVersion(), api.maxVersion()))
                            .append(" |\n"));
        }
        String missing = kafka.stream()
                .map(api -> ApiKeys.forId(api.apiKey()))
                .filter(api -> handlers.find(api).isEmpty())
                .map(api -> api.name)
                .sorted()
                .collect(Collectors.joining(", "));
        return text.append("\nNot there yet, and therefore not advertised: ")
                .append(missing)
                .append(".\n")
                .toString();
    }

    private static List<ApiVersion> ofKafka() {
        return ApiKeys.apisForListener(ListenerType.BROKER).stream()
                .filter(api -> !WITH_A_PLUGIN_ONLY.contains(api))
                .map(api -> api.toApiVersionForApiResponse(false, ListenerType.BROKER))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(ApiVersion::apiKey))
                .toList();
    }

    private static String versions(int min, int max) {
        return min == max ? String.valueOf(min) : min + " to " + max;
    }
}
