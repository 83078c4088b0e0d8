package io.ottla.http.rest.schema;

import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.format.SchemaFormats.Field;
import io.ottla.registry.SchemaRegistry;
import io.ottla.registry.state.Lookups;
import io.ottla.registry.state.Refused;
import io.ottla.registry.state.Registration;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.SchemaContent;
import io.ottla.registry.state.SchemaVersion;
import io.ottla.registry.state.SubjectName;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which schema a key or value is written by: the text the client sends, which is registered, or the id, version or subject that
 * it names. Remembers what it chose; where "the latest" was asked for, for a second. Thread-safe.
 */
final class SchemaChoice {
    private static final long LATEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SchemaRegistry registry;
    private final Codecs codecs;
    private final Lookups lookups;
    private final Registration registration;
    private final Remembered<Field, Chosen> chosen = new Remembered<>();

    SchemaChoice(SchemaRegistry registry, Codecs codecs) {
        this.registry = registry;
        this.codecs = codecs;
        this.lookups = new Lookups(registry.schemas());
        this.registration =
                new Registration(registry.schemas(), registry.settings().schemaLimit());
    }

    private record Chosen(SchemaVersion schema, long atNanos, boolean lasting) {
        boolean holds() {
            return lasting || System.nanoTime() - atNanos < LATEST_NANOS;
        }
    }

    SchemaVersion of(Field field) {
        @Nullable Chosen before = chosen.get(field);
        if (before != null && before.holds()) {
            return before.schema();
        }
        SchemaVersion schema = choose(field);
        field.type().ifPresent(asked -> {
            String found = SchemaNames.format(schema.content().type());
            if (!found.equals(asked)) {
                throw RegistryFormats.otherKind(asked, found);
            }
        });
        boolean lasting = field.schema().isPresent() || field.schemaId().isPresent();
        chosen.put(field, new Chosen(schema, System.nanoTime(), lasting));
        return schema;
    }

    private SchemaVersion choose(Field field) {
        if (field.schemaId().isPresent()) {
            int id = field.schemaId().get();
            return RegistryFormats.find(registry, usual(field), id).orElseThrow(() -> RegistryFormats.unknown(id));
        }
        if (field.schema().isPresent()) {
            String format = field.type().orElseThrow(() -> Refusal.of(400, "'schema' cannot be used without 'type'"));
            return registered(
                    field,
                    SchemaContent.of(SchemaNames.type(format), field.schema().get()));
        }
        SubjectName subject = SchemaNames.subject(field, Optional.empty());
        String version = field.schemaVersion().map(String::valueOf).orElse("latest");
        return RegistryFormats.ask(registry, image -> lookups.version(image, subject, version, false));
    }

    /** The subject that an id is looked for under first; the id counts under any. */
    private static SubjectName usual(Field field) {
        return field.subject().isPresent() || field.subjectNameStrategy().isEmpty()
                ? SchemaNames.subject(field, Optional.empty())
                : SubjectName.GLOBAL;
    }

    /** The version that has the client's schema; it is registered unless the subject has it. */
    private SchemaVersion registered(Field field, SchemaContent content) {
        SubjectName subject =
                field.subjectNameStrategy().isEmpty() || field.subject().isPresent()
                        ? SchemaNames.subject(field, Optional.empty())
                        : RegistryFormats.ask(registry, image -> subjectByName(image, field, content));
        Optional<SchemaVersion> there = RegistryFormats.ask(registry, image -> find(image, subject, content));
        return there.orElseGet(() -> RegistryFormats.await(
                registry.write(image -> registration.register(image, Registration.Request.of(subject, content)))));
    }

    private SubjectName subjectByName(RegistryImage image, Field field, SchemaContent content) {
        SchemaVersion unregistered = new SchemaVersion(SubjectName.GLOBAL, 1, 0, content, false, 0);
        return SchemaNames.subject(field, codecs.make(image, unregistered).recordName());
    }

    private Optional<SchemaVersion> find(RegistryImage image, SubjectName subject, SchemaContent content) {
        try {
            return Optional.of(lookups.find(image, subject, content, false, false));
        } catch (Refused notThere) {
            // Whatever is wrong with it, registering says so.
            return Optional.empty();
        }
    }
}
