package io.ottla.http.registry;

import io.ottla.http.endpoint.Call;
import io.ottla.registry.state.Lookups;
import io.ottla.registry.state.SubjectName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What paths and queries of the registry say. */
final class Paths {
    private static final String ALL_CONTEXTS = ":*:";

    private Paths() {}

    /** The context of the path; the default one if it names none. Dots and colons around it may be left out. */
    static String context(Call call) {
        String text = call.parameters().getOrDefault("context", SubjectName.DEFAULT_CONTEXT);
        String bare = text.startsWith(":") ? text.substring(1) : text;
        String name = bare.endsWith(":") ? bare.substring(0, bare.length() - 1) : bare;
        return name.startsWith(".") ? name : "." + name;
    }

    /** The subject of the path. */
    static SubjectName subject(Call call) {
        return SubjectName.within(context(call), call.parameter("subject"));
    }

    /** The subject of the query, or the context of the path as a whole. */
    static SubjectName asked(Call call) {
        return SubjectName.within(context(call), call.query("subject").orElse(""));
    }

    /** The scope of a setting: a subject, a context, or everything. */
    static SubjectName scope(Call call) {
        return SubjectName.within(context(call), call.parameters().getOrDefault("subject", ""));
    }

    static boolean flag(Call call, String name) {
        return call.query(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** Which versions are asked for. */
    static Lookups.Seen seen(Call call) {
        if (flag(call, "deletedOnly")) {
            return Lookups.Seen.DELETED;
        }
        return flag(call, "deleted") ? Lookups.Seen.ALL : Lookups.Seen.LIVE;
    }

    /**
     * The subjects that begin as the query says; {@code :*:} in front means in any context.
     *
     * @param usual what is taken if the query says nothing
     */
    static Predicate<SubjectName> prefix(Call call, String usual) {
        String context = context(call);
        String prefix = call.query("subjectPrefix").orElse(context.equals(SubjectName.DEFAULT_CONTEXT) ? usual : "");
        if (prefix.startsWith(ALL_CONTEXTS)) {
            String name = prefix.substring(ALL_CONTEXTS.length());
            return subject -> subject.name().startsWith(name);
        }
        SubjectName start = SubjectName.within(context, prefix);
        return subject ->
                subject.context().equals(start.context()) && subject.name().startsWith(start.name());
    }

    /** The part of a list that the query asks for. */
    static <T> List<T> page(Call call, List<T> all) {
        int offset = number(call, "offset").filter(value -> value > 0).orElse(0);
        int limit = number(call, "limit").filter(value -> value >= 0).orElse(all.size());
        return all.stream().skip(offset).limit(limit).toList();
    }

    private static Optional<Integer> number(Call call, String name) {
        return call.queryNumber(name).map(value ->
                (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value)));
    }
}
