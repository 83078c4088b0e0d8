package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.config.AlterationResult;
import io.ottla.actors.controller.Controller.ConfigChange;
import io.ottla.actors.controller.Controller.ConfigResult;
import io.ottla.actors.controller.Controller.ConfigsAltered;
import io.ottla.actors.metadata.ConfigResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Changes settings: log levels on this node at once, everything else through the controller; each resource for itself. */
final class ConfigChanges {
    private final Broker broker;
    private final LogLevels logLevels;

    ConfigChanges(Broker broker, LogLevels logLevels) {
        this.broker = broker;
        this.logLevels = logLevels;
    }

    /** Changes single settings. The stage does not fail. */
    CompletionStage<List<ConfigOutcome>> change(Caller caller, List<ConfigAsked> asked, boolean validateOnly) {
        return new Attempt(caller, false, validateOnly).make(asked);
    }

    /** Replaces all dynamic settings of each resource. The stage does not fail. */
    CompletionStage<List<ConfigOutcome>> replace(Caller caller, List<ConfigAsked> asked, boolean validateOnly) {
        return new Attempt(caller, true, validateOnly).make(asked);
    }

    /** One request. */
    private final class Attempt {
        private final ClusterView cluster;
        private final boolean replacing;
        private final boolean validateOnly;
        private final List<ConfigOutcome> outcomes = new ArrayList<>();
        private final Map<ConfigResource, ConfigAsked> accepted = new LinkedHashMap<>();
        private final List<ConfigChange> changes = new ArrayList<>();

        Attempt(Caller caller, boolean replacing, boolean validateOnly) {
            this.cluster = ClusterView.now(broker, caller);
            this.replacing = replacing;
            this.validateOnly = validateOnly;
        }

        CompletionStage<List<ConfigOutcome>> make(List<ConfigAsked> asked) {
            ConfigRefusal twice = ConfigRefusal.invalid("Each resource must appear at most once.");
            Repeated.names(asked, ConfigAsked::key).forEach(key -> outcomes.add(ConfigOutcome.refused(key, twice)));
            Repeated.without(asked, ConfigAsked::key).forEach(this::consider);
            if (changes.isEmpty()) {
                return CompletableFuture.completedFuture(outcomes);
            }
            return broker.controller()
                    .alterConfigs(changes, validateOnly, Deadlines.UNTOLD)
                    .thenApply(this::decided)
                    .exceptionally(failure -> failed(LaterReply.errorOf(api(), failure)));
        }

        private ApiKeys api() {
            return replacing ? ApiKeys.ALTER_CONFIGS : ApiKeys.INCREMENTAL_ALTER_CONFIGS;
        }

        private void consider(ConfigAsked asked) {
            Optional<ConfigRefusal> fault = ConfigAccess.fault(cluster, Operation.ALTER_CONFIGS, asked.resource())
                    .or(() -> ConfigNames.fault(broker.nodeId(), asked.resource()));
            if (fault.isPresent()) {
                outcomes.add(ConfigOutcome.refused(asked, fault.get()));
                return;
            }
            AlterationResult result = decide(asked);
            if (result instanceof AlterationResult.Refused refused) {
                outcomes.add(new ConfigOutcome(asked, refused.error(), refused.message()));
            } else if (result instanceof AlterationResult.Accepted ok) {
                accept(asked, ok.changes());
            }
        }

        private AlterationResult decide(ConfigAsked asked) {
            if (asked.aboutLoggers() && replacing) {
                return ConfigDecision.refused("Unexpected resource type BROKER_LOGGER.");
            }
            if (asked.aboutLoggers()) {
                return ConfigDecision.changeLoggers(asked, logLevels);
            }
            return replacing
                    ? ConfigDecision.replace(
                            asked, cluster.image(), broker.settings().get())
                    : ConfigDecision.change(
                            asked, cluster.image(), broker.settings().get());
        }

        private void accept(ConfigAsked asked, Map<String, Optional<String>> values) {
            if (!asked.aboutLoggers()) {
                ConfigResource resource = ConfigNames.stored(asked.resource());
                accepted.put(resource, asked);
                changes.add(new ConfigChange(resource, values));
                return;
            }
            if (!validateOnly) {
                values.forEach(logLevels::set);
            }
            outcomes.add(new ConfigOutcome(asked, Errors.NONE, ""));
        }

        private List<ConfigOutcome> decided(ConfigsAltered altered) {
            List<ConfigOutcome> all = new ArrayList<>(outcomes);
            for (ConfigResult result : altered.results()) {
                ConfigAsked asked = accepted.get(result.resource());
                if (asked == null) {
                    throw new IllegalStateException("an answer about " + result.resource() + ", which nobody changed");
                }
                all.add(new ConfigOutcome(asked, result.error(), result.message()));
            }
            return all;
        }

        private List<ConfigOutcome> failed(Errors error) {
            List<ConfigOutcome> all = new ArrayList<>(outcomes);
            all.addAll(ConfigOutcome.all(List.copyOf(accepted.values()), error));
            return all;
        }
    }
}
