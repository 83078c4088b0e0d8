package io.ottla.registry.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of registrations, deletions and settings. */
class RegistryProperties {
    private static final int STEPS = 400;

    private final Model model = new Model();
    private final Map<String, Map<Integer, SchemaContent>> everGiven = new HashMap<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void idsMeanOneSchemaForEver(long seed) {
        run(seed, 6);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void importedIdsMeanOneSchemaAtATime(long seed) {
        run(seed, 8);
    }

    private void run(long seed, int kinds) {
        RandomGenerator random = new SplittableRandom(seed);
        model.level("", CompatibilityLevel.NONE);
        for (int step = 0; step < STEPS; step++) {
            try {
                act(random, random.nextInt(kinds));
            } catch (Refused refused) {
                assertThat(refused.refusal().code()).as("seed %d", seed).isBetween(40400, 42299);
            }
            checkIds(seed, kinds > 6);
        }
        RegistryImage replayed = RegistryImage.EMPTY;
        for (LogEntry entry : model.log) {
            replayed = Replay.apply(replayed, entry);
        }
        assertThat(replayed).as("seed %d", seed).isEqualTo(model.image);
    }

    private void act(RandomGenerator random, int kind) {
        String subject = (random.nextInt(4) == 0 ? ":.c:" : "") + "s" + random.nextInt(4);
        String schema = Model.record("f" + random.nextInt(8));
        String version = String.valueOf(1 + random.nextInt(6));
        boolean permanent = random.nextBoolean();
        switch (kind) {
            case 0, 1, 2 -> model.register(subject, schema);
            case 3 -> model.delete(subject, permanent);
            case 4, 5 -> model.delete(subject, version, permanent);
            case 6 -> model.mode(subject, random.nextBoolean() ? "IMPORT" : "READWRITE", true);
            default -> model.importSchema(subject, schema, 1 + random.nextInt(200), 1 + random.nextInt(20));
        }
    }

    /** An id that was given to a schema once is that schema's, or nobody's; imports alone may give it anew. */
    private void checkIds(long seed, boolean imports) {
        model.image.all().forEach(schema -> {
            String context = schema.subject().context();
            SchemaContent before = everGiven
                    .computeIfAbsent(context, unused -> new HashMap<>())
                    .putIfAbsent(schema.id(), schema.content());
            assertThat(before == null || imports ? schema.content() : before)
                    .as("seed %d: id %d", seed, schema.id())
                    .isEqualTo(schema.content());
            assertThat(model.image.uses(context, schema.id()))
                    .as("seed %d: uses of id %d", seed, schema.id())
                    .allMatch(use -> use.content().equals(schema.content()));
            assertThat(schema.id()).isLessThanOrEqualTo(model.image.highestId(context));
        });
    }
}
