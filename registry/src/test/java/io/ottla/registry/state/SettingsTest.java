package io.ottla.registry.state;

import static io.ottla.registry.state.RegistrationTest.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.registry.schema.JsonText;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final Model model = new Model();
    private final SubjectName subject = SubjectName.of(":.c:s");

    @Test
    void whatIsNotSetIsInherited() {
        assertThat(level(subject)).isEqualTo(CompatibilityLevel.BACKWARD);
        put(SubjectName.GLOBAL, "{\"compatibility\":\"full\",\"normalize\":true}");
        assertThat(level(subject)).isEqualTo(CompatibilityLevel.FULL);
        put(subject.ofContext(), "{\"compatibility\":\"NONE\"}");
        assertThat(level(subject)).isEqualTo(CompatibilityLevel.NONE);
        put(subject, "{\"compatibility\":\"FORWARD\"}");
        assertThat(level(subject)).isEqualTo(CompatibilityLevel.FORWARD);
        assertThat(model.image.config(subject).flag("normalize")).isTrue();
    }

    @Test
    void whatAChangeDoesNotNameStays() {
        put(subject, "{\"compatibility\":\"FORWARD\",\"normalize\":true}");
        put(subject, "{\"compatibility\":\"FULL\"}");
        assertThat(Settings.config(model.image, subject, false).flag("normalize"))
                .isTrue();
        put(subject, "{\"normalize\":null}");
        assertThat(Settings.config(model.image, subject, false).fields()).containsOnlyKeys(Config.LEVEL);
    }

    @Test
    void refusesWhatIsNotThereOrNotKnown() {
        check(() -> Settings.config(model.image, subject, false), 40408);
        check(() -> Settings.deleteConfig(model.image, subject), 40401);
        check(() -> put(subject, "{\"compatibility\":\"SIDEWARD\"}"), 42203);
        check(() -> put(subject, "{}"), 42203);
        check(() -> Settings.mode(model.image, subject, false), 40409);
        check(() -> Settings.deleteMode(model.image, subject, false), 40401);
        check(() -> model.mode(":.c:s", "SOMETIMES", false), 42204);
        check(() -> model.mode(":.c:s", "FORWARD", false), 42204);
    }

    @Test
    void modesAreInheritedAndTakenBack() {
        model.mode("", "READONLY", false);
        assertThat(model.image.mode(subject)).isEqualTo(Mode.READONLY);
        check(() -> put(subject, "{\"compatibility\":\"FULL\"}"), 42205);
        model.mode(":.c:", "READWRITE", false);
        model.mode(":.c:s", "IMPORT", false);
        model.apply(Settings.deleteMode(model.image, subject.ofContext(), true));
        assertThat(model.image.mode(subject)).isEqualTo(Mode.READONLY);
        assertThat(model.apply(Settings.deleteMode(model.image, SubjectName.GLOBAL, false)))
                .isEqualTo(Mode.READONLY);
        assertThat(model.image.mode(subject)).isEqualTo(Mode.READWRITE);
    }

    @Test
    void anAliasStandsForAnotherSubject() {
        model.register("real", Model.record("a"));
        put(SubjectName.of("short"), "{\"alias\":\"real\"}");
        assertThat(model.lookups
                        .version(model.image, SubjectName.of("short"), "latest", false)
                        .subject())
                .isEqualTo(SubjectName.of("real"));
        assertThat(model.register("short", Model.record("a", "b!")).subject()).isEqualTo(SubjectName.of("real"));
    }

    private CompatibilityLevel level(SubjectName scope) {
        return model.image.config(scope).level().orElseThrow();
    }

    private void put(SubjectName scope, String change) {
        model.apply(Settings.putConfig(model.image, scope, JsonText.parse(change)));
    }
}
