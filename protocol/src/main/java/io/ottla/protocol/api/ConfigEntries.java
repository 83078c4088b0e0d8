package io.ottla.protocol.api;

import io.ottla.actors.config.ConfigSynonym;
import io.ottla.actors.config.DescribedConfig;
import java.util.List;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;

/** Described settings as responses carry them. */
final class ConfigEntries {
    private ConfigEntries() {}

    /** A setting in DescribeConfigs. */
    static DescribeConfigsResourceResult described(DescribedConfig config, boolean synonyms, boolean documentation) {
        return new DescribeConfigsResourceResult()
                .setName(config.name())
                .setValue(config.value().orElse(null))
                .setReadOnly(config.readOnly())
                .setConfigSource(config.source().id())
                .setIsSensitive(config.sensitive())
                .setConfigType(config.typeId())
                .setSynonyms(synonyms ? synonyms(config) : List.of())
                .setDocumentation(documentation ? config.documentation().orElse(null) : null);
    }

    /** A setting of a topic that was just created. */
    static CreatableTopicConfigs created(DescribedConfig config) {
        return new CreatableTopicConfigs()
                .setName(config.name())
                .setValue(config.value().orElse(null))
                .setReadOnly(config.readOnly())
                .setConfigSource(config.source().id())
                .setIsSensitive(config.sensitive());
    }

    private static List<DescribeConfigsSynonym> synonyms(DescribedConfig config) {
        return config.synonyms().stream().map(ConfigEntries::synonym).toList();
    }

    private static DescribeConfigsSynonym synonym(ConfigSynonym synonym) {
        return new DescribeConfigsSynonym()
                .setName(synonym.name())
                .setValue(synonym.value().orElse(null))
                .setSource(synonym.source().id());
    }
}
