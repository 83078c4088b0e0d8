package io.ottla.actors.group.state.assignor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The assignors that a broker offers to consumer groups; the first is the default. */
public final class Assignors {
    private static final List<Assignor> ALL = List.of(new UniformAssignor(), new RangeAssignor());

    private final Map<String, Assignor> offered;

    private Assignors(Map<String, Assignor> offered) {
        this.offered = offered;
    }

    /** Those of the names that there are, in their order; all there are if none of the names is known. */
    public static Assignors of(List<String> names) {
        Map<String, Assignor> offered = new LinkedHashMap<>();
        names.forEach(name -> ALL.stream()
                .filter(assignor -> assignor.name().equals(name))
                .forEach(assignor -> offered.put(name, assignor)));
        if (offered.isEmpty()) {
            ALL.forEach(assignor -> offered.put(assignor.name(), assignor));
        }
        return new Assignors(offered);
    }

    /** The offered assignor of this name. */
    public Optional<Assignor> find(String name) {
        return Optional.ofNullable(offered.get(name));
    }

    /** The one for groups whose members want none in particular. */
    public Assignor standard() {
        return offered.values().iterator().next();
    }

    /** The names of those offered, the default first. */
    public Set<String> names() {
        return offered.keySet();
    }
}
