package io.ottla.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.registry.schema.Incompatibility;
import io.ottla.registry.schema.SchemaLanguage;
import java.util.List;

/** Says of two schemas which of them reads data of the other. */
public final class Verdicts {
    private Verdicts() {}

    /**
     * Checks both directions.
     *
     * @param backward whether the new schema reads data of the old one
     * @param forward whether the old schema reads data of the new one
     */
    public static void check(
            SchemaLanguage language, String oldText, String newText, boolean backward, boolean forward) {
        assertThat(problems(language, newText, oldText).isEmpty())
                .as("new reads old: %s", problems(language, newText, oldText))
                .isEqualTo(backward);
        assertThat(problems(language, oldText, newText).isEmpty())
                .as("old reads new: %s", problems(language, oldText, newText))
                .isEqualTo(forward);
        assertThat(problems(language, oldText, oldText)).as("reads its own").isEmpty();
        assertThat(problems(language, newText, newText)).as("reads its own").isEmpty();
    }

    /** Why the reader cannot read what the writer wrote. */
    public static List<Incompatibility> problems(SchemaLanguage language, String reader, String writer) {
        return language.parse(reader, List.of(), true).whyItCannotRead(language.parse(writer, List.of(), true));
    }
}
