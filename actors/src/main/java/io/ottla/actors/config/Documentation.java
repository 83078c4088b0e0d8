package io.ottla.actors.config;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SecurityConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What settings mean. A table says it itself, or points: {@code @client} to the text that kafka-clients publishes for
 * that name, {@code @topic NAME} to that topic setting, whose default the setting is.
 */
final class Documentation {
    private static final String CLIENT = "@client";
    private static final String TOPIC = "@topic ";

    private Documentation() {}

    static String of(String name, String source) {
        if (source.equals(CLIENT)) {
            return published(name);
        }
        if (source.startsWith(TOPIC)) {
            String topicSetting = source.substring(TOPIC.length());
            return "Default of the topic setting `" + topicSetting + "`. " + published(topicSetting);
        }
        return source;
    }

    private static String published(String name) {
        @Nullable String text = Published.BY_NAME.get(name);
        if (text == null) {
            throw new IllegalStateException("kafka-clients documents no setting called " + name);
        }
        return text;
    }

    /** The texts of kafka-clients, read when a description is first asked for. */
    private static final class Published {
        static final Map<String, String> BY_NAME = new HashMap<>();

        static {
            collect(TopicConfig.class);
            collect(SslConfigs.class);
            collect(SaslConfigs.class);
            collect(SecurityConfig.class);
            collect(BrokerSecurityConfigs.class);
        }

        /** The constants come in pairs: {@code X_DOC} documents the name in {@code X_CONFIG} or {@code X}. */
        private static void collect(Class<?> constants) {
            Map<String, String> values = new HashMap<>();
            for (Field field : constants.getFields()) {
                if (field.getType() == String.class) {
                    values.put(field.getName(), valueOf(field));
                }
            }
            values.forEach((constant, name) -> {
                String stem = constant.endsWith("_CONFIG") ? constant.substring(0, constant.length() - 7) : constant;
                @Nullable String text = values.get(stem + "_DOC");
                if (text == null) {
                    text = values.get(constant + "_DOC");
                }
                if (text != null) {
                    BY_NAME.put(name, text);
                }
            });
        }

        private static String valueOf(Field field) {
            try {
                return (String) field.get(null);
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException("cannot read the public constant " + field, impossible);
            }
        }
    }
}
