package io.ottla.actors.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of settings: tab-separated resources beside this class, with a heading and one row a setting.
 * Columns: name, type, default ({@code null} for none), constraint, importance, update mode, flags, effect (a key of
 * {@code effects.tsv}), documentation.
 */
final class SettingTable {
    private static final int COLUMNS = 9;
    private static final Map<String, Effect> EFFECTS = rows("effects", 3)
            .collect(Collectors.toUnmodifiableMap(row -> row[0], row -> new Effect(kind(row[1]), row[2])));

    private SettingTable() {}

    /** The settings of one table, in its order. */
    static List<Setting> read(String table) {
        return rows(table, COLUMNS).map(SettingTable::setting).toList();
    }

    private static Setting setting(String[] row) {
        ConfigDef.Type type = ConfigDef.Type.valueOf(row[1]);
        List<String> flags = Arrays.asList(row[6].split(" "));
        return new Setting(
                row[0],
                type,
                row[2].equals("null") ? Optional.empty() : Optional.of(row[2]),
                Constraint.of(row[3]),
                Importance.valueOf(row[4]),
                UpdateMode.of(row[5]),
                flags.contains("internal"),
                flags.contains("dynamic-only"),
                effect(row[0], row[7]),
                row[8]);
    }

    private static Effect effect(String setting, String key) {
        @Nullable Effect effect = EFFECTS.get(key);
        if (effect == null) {
            throw new IllegalStateException(setting + ": effects.tsv has no line '" + key + "'");
        }
        return effect;
    }

    private static Effect.Kind kind(String label) {
        return switch (label) {
            case "effective" -> Effect.Kind.EFFECTIVE;
            case "no-effect" -> Effect.Kind.NO_EFFECT;
            case "ignored" -> Effect.Kind.IGNORED;
            default -> throw new IllegalStateException("effects.tsv has a kind '" + label + "'");
        };
    }

    private static Stream<String[]> rows(String table, int columns) {
        return lines(table + ".tsv").stream().skip(1).map(line -> {
            String[] row = line.split("\t", -1);
            if (row.length != columns) {
                throw new IllegalStateException(table + ".tsv: not " + columns + " columns in: " + line);
            }
            return row;
        });
    }

    private static List<String> lines(String resource) {
        try (InputStream stream = SettingTable.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the class path has no " + resource + " beside " + SettingTable.class);
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + resource, broken);
        }
    }
}
