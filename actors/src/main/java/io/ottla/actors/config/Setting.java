package io.ottla.actors.config;

import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One known setting.
 *
 * @param name as written in files and requests
 * @param type as Kafka reports it; a {@code CLASS} stays a name, for plugin classes are not loaded
 * @param defaultText the default as written in a file; absent for none
 * @param constraint which values are right, as it stands in the table
 * @param importance as Kafka documents it
 * @param updateMode who can change it while the broker runs
 * @param internal meant for tests: known, but neither listed nor documented
 * @param dynamicOnly meant to be set while the broker runs; described only where it is
 * @param effect what it does here
 * @param documentationSource see {@link Documentation}
 */
public record Setting(
        String name,
        ConfigDef.Type type,
        Optional<String> defaultText,
        Constraint constraint,
        Importance importance,
        UpdateMode updateMode,
        boolean internal,
        boolean dynamicOnly,
        Effect effect,
        String documentationSource) {

    /** Whether its value must not be shown. */
    public boolean sensitive() {
        return type == ConfigDef.Type.PASSWORD;
    }

    /** What it means, in a few sentences. */
    public String documentation() {
        return Documentation.of(name, documentationSource);
    }

    /** The default as a value of the setting's type. */
    public Optional<Object> defaultValue() {
        return defaultText.map(this::read);
    }

    /**
     * Reads and checks a value.
     *
     * @throws ConfigException if it is not of the type or not within the constraint, in the words Kafka uses
     */
    public Object parse(String text) {
        Object value = read(text);
        constraint.check(name, value);
        return value;
    }

    /** A value of this setting's type as it is shown: numbers in plain digits, lists joined by commas. */
    public String render(Object value) {
        return renderAs(type, value);
    }

    private Object read(String text) {
        ConfigDef.Type read = type == ConfigDef.Type.CLASS ? ConfigDef.Type.STRING : type;
        @Nullable Object value = ConfigDef.parseType(name, text, read);
        if (value == null) {
            throw new ConfigException(name, text, "A value is needed");
        }
        return value;
    }

    private static String renderAs(ConfigDef.Type type, Object value) {
        ConfigDef.Type written = type == ConfigDef.Type.CLASS ? ConfigDef.Type.STRING : type;
        @Nullable String text = ConfigDef.convertToString(value, written);
        return text == null ? "" : text;
    }
}
