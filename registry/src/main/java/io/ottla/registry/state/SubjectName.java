package io.ottla.registry.state;

import java.util.Comparator;

/**
 * A subject, in a context. Contexts keep ids of their own; {@code :.ctx:name} is the subject {@code name} of the context {@code
 * .ctx}, and a name without one is in the default context {@code .}.
 *
 * @param context begins with a dot
 * @param name within the context; empty for the context as a whole
 */
public record SubjectName(String context, String name) implements Comparable<SubjectName> {
    /** The context of subjects that name none. */
    public static final String DEFAULT_CONTEXT = ".";

    /** The scope above all subjects, for its configuration and mode. */
    public static final SubjectName GLOBAL = new SubjectName(DEFAULT_CONTEXT, "");

    private static final Comparator<SubjectName> ORDER =
            Comparator.comparing(SubjectName::context).thenComparing(SubjectName::name);

    /** Refuses what is not a context. */
    public SubjectName {
        if (!context.startsWith(".")) {
            throw new IllegalArgumentException("a context begins with a dot: " + context);
        }
    }

    /** The subject that a text names: {@code name} or {@code :.context:name}. */
    public static SubjectName of(String text) {
        return within(DEFAULT_CONTEXT, text);
    }

    /** The same where a text without a context means one in the given context. */
    public static SubjectName within(String context, String text) {
        int end = text.startsWith(":.") ? text.indexOf(':', 1) : -1;
        return end < 0
                ? new SubjectName(context, text)
                : new SubjectName(text.substring(1, end), text.substring(end + 1));
    }

    /** The context as a whole; for the default context that is {@link #GLOBAL}. */
    public SubjectName ofContext() {
        return new SubjectName(context, "");
    }

    /** The text that {@link #of} reads. */
    public String qualified() {
        return context.equals(DEFAULT_CONTEXT) ? name : ":" + context + ":" + name;
    }

    @Override
    public int compareTo(SubjectName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return qualified();
    }
}
