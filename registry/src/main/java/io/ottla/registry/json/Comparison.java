package io.ottla.registry.json;

import io.ottla.registry.schema.Incompatibility;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether every document that one schema (the writer) accepts is accepted by another one (the reader). Keyword by keyword, so it
 * may refuse what a deeper look would allow, but what it allows holds; apart from {@code oneOf}, whose branches are taken to
 * exclude each other, and {@code format}, which is taken as a remark.
 *
 * <p>One comparison on one thread. Its cost is bounded: nested choices multiply, and schemas come from outside.
 */
final class Comparison {
    private final Progress progress;
    private final List<Incompatibility> problems = new ArrayList<>();

    private Comparison(Progress progress) {
        this.progress = progress;
    }

    static List<Incompatibility> whyItCannotRead(SchemaView reader, SchemaView writer) {
        Comparison comparison = new Comparison(new Progress());
        comparison.compare(reader, writer, "#");
        if (comparison.progress.isExhausted()) {
            comparison.report("SCHEMA_TOO_COMPLEX", "#", "nests more choices than can be compared");
        }
        return List.copyOf(comparison.problems);
    }

    /** Whether the reader accepts what the writer does; what is wrong otherwise is not told. */
    boolean accepts(SchemaView reader, SchemaView writer) {
        Comparison trial = new Comparison(progress);
        trial.compare(reader, writer, "#");
        return trial.problems.isEmpty();
    }

    void compare(SchemaView referringReader, SchemaView referringWriter, String path) {
        SchemaView reader = referringReader.followed();
        SchemaView writer = referringWriter.followed();
        if (!reader.acceptsEverything() && !writer.acceptsNothing() && progress.enter(reader, writer)) {
            compareFollowed(reader, writer, path);
            progress.leave(reader, writer);
        }
    }

    private void compareFollowed(SchemaView reader, SchemaView writer, String path) {
        if (reader.acceptsNothing()) {
            report("NOTHING_ACCEPTED", path, "accepts nothing in the reading schema");
            return;
        }
        for (SchemaView alternative : progress.alternatives(writer)) {
            compareAlternative(reader, alternative, path);
        }
    }

    /** The writer has neither references nor choices at its top now. */
    private void compareAlternative(SchemaView reader, SchemaView writer, String path) {
        CombinedRules.compare(this, reader, writer, path);
        Types written = Types.of(writer);
        if (!Types.of(reader).includes(written)) {
            report(
                    "TYPE_CHANGED",
                    path,
                    "accepts " + Types.of(reader) + " in the reading schema, but " + written
                            + " may have been written");
            return;
        }
        ValueRules.compare(this, reader, writer, written, path);
        if (written.include("array")) {
            ArrayRules.compare(this, reader, writer, path);
        }
        if (written.include("object")) {
            ObjectRules.compare(this, reader, writer, path);
        }
    }

    /**
     * Notes a problem.
     *
     * @param what continues "What is at path '...'"
     */
    void report(String kind, String path, String what) {
        problems.add(new Incompatibility(kind, path, "What is at path '" + path + "' " + what));
    }
}
