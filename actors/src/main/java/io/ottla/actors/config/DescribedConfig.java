package io.ottla.actors.config;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/**
 * One setting as DescribeConfigs answers it.
 *
 * @param name the setting
 * @param value what holds; absent when there is none or it must not be shown
 * @param source where it comes from
 * @param readOnly whether it can only change in the file
 * @param sensitive whether its value must not be shown
 * @param synonyms all values for it, the one that holds first
 * @param type absent where it is not known
 * @param documentation what it means; absent where it is not known
 */
public record DescribedConfig(
        String name,
        Optional<String> value,
        ConfigSource source,
        boolean readOnly,
        boolean sensitive,
        List<ConfigSynonym> synonyms,
        Optional<ConfigDef.Type> type,
        Optional<String> documentation) {

    /** Copies the synonyms. */
    public DescribedConfig {
        synonyms = List.copyOf(synonyms);
    }

    /** The type's id in DescribeConfigs; 0 where it is not known. */
    public byte typeId() {
        return type.map(DescribedConfig::idOf).orElse((byte) 0);
    }

    private static byte idOf(ConfigDef.Type type) {
        return switch (type) {
            case BOOLEAN -> 1;
            case STRING -> 2;
            case INT -> 3;
            case SHORT -> 4;
            case LONG -> 5;
            case DOUBLE -> 6;
            case LIST -> 7;
            case CLASS -> 8;
            case PASSWORD -> 9;
        };
    }
}
