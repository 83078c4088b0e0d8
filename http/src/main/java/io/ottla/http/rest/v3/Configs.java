package io.ottla.http.rest.v3;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;

/** Reads and changes settings, whoever owns them. */
final class Configs {
    private final ClusterAccess cluster;

    Configs(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    /** All settings of these owners, each owner's by name. */
    CompletionStage<List<ObjectNode>> read(Links links, Collection<? extends ConfigOwner> owners) {
        return describe(owners).thenApply(found -> {
            List<ObjectNode> settings = new ArrayList<>();
            found.forEach((owner, config) -> config.entries().stream()
                    .filter(owner::shows)
                    .sorted(Comparator.comparing(ConfigEntry::name))
                    .forEach(entry -> settings.add(setting(links, owner, entry))));
            return settings;
        });
    }

    /** All settings of one owner. */
    CompletionStage<ObjectNode> list(Links links, ConfigOwner owner) {
        return read(links, List.of(owner))
                .thenApply(settings -> Resources.list(owner.kind(), owner.url(links), settings));
    }

    /** One setting. */
    CompletionStage<ObjectNode> one(Links links, ConfigOwner owner, String name) {
        return describe(List.of(owner))
                .thenApply(found -> found.values().stream()
                        .flatMap(config -> config.entries().stream())
                        .filter(owner::shows)
                        .filter(entry -> entry.name().equals(name))
                        .findFirst()
                        .map(entry -> setting(links, owner, entry))
                        .orElseThrow(() -> unknown(owner, name)));
    }

    /** Sets one setting to the {@code value} of the request. */
    CompletionStage<HttpResponse> set(ConfigOwner owner, String name, JsonNode body) {
        String value = Fields.text(body, "value").orElse(null);
        AlterConfigOp change = value == null
                ? new AlterConfigOp(new ConfigEntry(name, null), AlterConfigOp.OpType.DELETE)
                : new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        return alter(owner, List.of(change), false);
    }

    /** Takes one setting back to its default. */
    CompletionStage<HttpResponse> reset(ConfigOwner owner, String name) {
        return alter(
                owner, List.of(new AlterConfigOp(new ConfigEntry(name, null), AlterConfigOp.OpType.DELETE)), false);
    }

    /** All changes of the request, or none. */
    CompletionStage<HttpResponse> alter(ConfigOwner owner, JsonNode body) {
        List<AlterConfigOp> changes = new ArrayList<>();
        for (JsonNode change : Fields.requiredList(body, "data")) {
            changes.add(new AlterConfigOp(
                    new ConfigEntry(
                            Fields.requiredText(change, "name"),
                            Fields.text(change, "value").orElse(null)),
                    operation(Fields.text(change, "operation").orElse("SET"))));
        }
        return alter(owner, changes, Fields.flag(body, "validate_only"));
    }

    private static AlterConfigOp.OpType operation(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "SET" -> AlterConfigOp.OpType.SET;
            case "DELETE" -> AlterConfigOp.OpType.DELETE;
            default -> throw Refusal.of(400, "The operation must be SET or DELETE");
        };
    }

    private CompletionStage<HttpResponse> alter(ConfigOwner owner, List<AlterConfigOp> changes, boolean onlyValidate) {
        return requireKnown(owner, changes)
                .thenCompose(known -> cluster.ask(admin -> admin.incrementalAlterConfigs(
                                Map.of(owner.resource(), changes), new AlterConfigsOptions().validateOnly(onlyValidate))
                        .all()))
                .thenApply(changed -> Json.empty(204));
    }

    /** Refuses names that the owner does not have. Of all brokers together, only the broker knows them. */
    private CompletionStage<?> requireKnown(ConfigOwner owner, List<AlterConfigOp> changes) {
        return describe(List.of(owner)).thenApply(found -> {
            if (!(owner instanceof ConfigOwner.OfAllBrokers)) {
                Set<String> names = found.values().stream()
                        .flatMap(config -> config.entries().stream())
                        .map(ConfigEntry::name)
                        .collect(Collectors.toSet());
                for (AlterConfigOp change : changes) {
                    if (!names.contains(change.configEntry().name())) {
                        throw unknown(owner, change.configEntry().name());
                    }
                }
            }
            return found;
        });
    }

    private CompletionStage<Map<ConfigOwner, Config>> describe(Collection<? extends ConfigOwner> owners) {
        Map<ConfigResource, ConfigOwner> byResource = new LinkedHashMap<>();
        owners.forEach(owner -> byResource.put(owner.resource(), owner));
        return cluster.ask(admin -> admin.describeConfigs(
                                byResource.keySet(), new DescribeConfigsOptions().includeSynonyms(true))
                        .all())
                .thenApply(found -> {
                    Map<ConfigOwner, Config> result = new LinkedHashMap<>();
                    byResource.forEach((resource, owner) -> {
                        Config config = found.get(resource);
                        if (config != null) {
                            result.put(owner, config);
                        }
                    });
                    return result;
                });
    }

    private static Refusal unknown(ConfigOwner owner, String name) {
        return Refusal.of(
                404,
                "Config " + name + " cannot be found for " + owner.resource().type() + " "
                        + owner.resource().name() + ".");
    }

    private static ObjectNode setting(Links links, ConfigOwner owner, ConfigEntry entry) {
        ObjectNode setting =
                Resources.resource(owner.kind(), owner.url(links, entry.name()), owner.crn(links, entry.name()));
        setting.put("cluster_id", links.clusterId());
        owner.name(setting);
        setting.put("name", entry.name())
                .put("value", entry.isSensitive() ? null : entry.value())
                .put("is_read_only", entry.isReadOnly())
                .put("is_sensitive", entry.isSensitive())
                .put("source", entry.source().name());
        ArrayNode synonyms = setting.putArray("synonyms");
        for (ConfigEntry.ConfigSynonym synonym : entry.synonyms()) {
            synonyms.addObject()
                    .put("name", synonym.name())
                    .put("value", synonym.value())
                    .put("source", synonym.source().name());
        }
        return setting.put("is_default", entry.isDefault());
    }
}
