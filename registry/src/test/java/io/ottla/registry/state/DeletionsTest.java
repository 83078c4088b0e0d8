package io.ottla.registry.state;

import static io.ottla.registry.state.RegistrationTest.check;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeletionsTest {
    private final Model model = new Model();
    private final SubjectName subject = SubjectName.of("s");

    @BeforeEach
    void twoVersions() {
        model.register("s", Model.record("a"));
        model.register("s", Model.record("a", "b!"));
    }

    @Test
    void softDeletionHidesAndKeeps() {
        assertThat(model.delete("s", false)).containsExactly(1, 2);
        check(() -> model.lookups.versions(model.image, subject, Lookups.Seen.LIVE), 40401);
        assertThat(model.lookups.versions(model.image, subject, Lookups.Seen.ALL))
                .hasSize(2);
        assertThat(Lookups.byId(model.image, SubjectName.GLOBAL, 1))
                .hasValueSatisfying(schema -> assertThat(schema.deleted()).isTrue());
        assertThat(Lookups.uses(model.image, SubjectName.GLOBAL, 1, false)).isEmpty();
        assertThat(Lookups.uses(model.image, SubjectName.GLOBAL, 1, true)).hasSize(1);
    }

    @Test
    void deletionForGoodComesSecond() {
        check(() -> model.delete("s", true), 40405);
        model.delete("s", false);
        check(() -> model.delete("s", false), 40404);
        assertThat(model.delete("s", true)).containsExactly(1, 2);
        check(() -> model.delete("s", false), 40401);
        assertThat(Lookups.byId(model.image, SubjectName.GLOBAL, 1)).isEmpty();
    }

    @Test
    void versionsGoTheSameWay() {
        check(() -> model.delete("s", "2", true), 40407);
        assertThat(model.delete("s", "latest", false)).isEqualTo(2);
        check(() -> model.delete("s", "2", false), 40406);
        assertThat(model.delete("s", "2", true)).isEqualTo(2);
        check(() -> model.delete("s", "2", false), 40402);
        check(() -> model.delete("s", "0", false), 42202);
        check(() -> model.delete("none", "1", false), 40401);
    }

    @Test
    void aHardDeletedSchemaStaysWhereItIsUsedOtherwise() {
        model.register("t", Model.record("a"));
        model.delete("s", false);
        model.delete("s", true);
        assertThat(Lookups.byId(model.image, SubjectName.GLOBAL, 1)).isPresent();
        assertThat(model.register("u", Model.record("a")).id()).isEqualTo(1);
    }

    @Test
    void aSubjectTakesItsSettingsAlong() {
        model.level("s", CompatibilityLevel.FULL);
        model.mode("s", "READWRITE", false);
        model.delete("s", false);
        assertThat(model.image.ownConfig(subject)).isEmpty();
        assertThat(model.image.ownMode(subject)).isEmpty();
    }

    @Test
    void contextsGoWhenTheyAreEmpty() {
        model.register(":.c:s", Model.record("a"));
        check(() -> model.apply(Deletions.context(model.image, ".c")), 42211);
        model.delete(":.c:s", false);
        model.delete(":.c:s", true);
        assertThat(model.image.contexts()).contains(".c");
        model.apply(Deletions.context(model.image, ".c"));
        model.apply(Deletions.context(model.image, ".unknown"));
        assertThat(model.image.contexts()).containsExactly(".");
        assertThat(model.register(":.c:s", Model.record("z")).id())
                .as("never used again")
                .isEqualTo(2);
    }
}
