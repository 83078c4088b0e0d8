package io.ottla.registry.schema;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tags to be added to the text of a schema, and to be removed from it.
 *
 * @param added by place
 * @param removed by place
 */
public record TagChange(List<Tagged> added, List<Tagged> removed) {
    /** Changes nothing. */
    public static final TagChange NONE = new TagChange(List.of(), List.of());

    /** Takes immutable copies. */
    public TagChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    /** Whether nothing is to be changed. */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty();
    }

    /**
     * Changes the tags of these places.
     *
     * @throws InvalidSchema if it names a place that is not there
     */
    public void carryOut(List<Place> places) {
        added.forEach(wanted -> {
            Place place = place(places, wanted);
            Set<String> tags = new LinkedHashSet<>(place.tags().get());
            tags.addAll(wanted.tags());
            place.retag().accept(List.copyOf(tags));
        });
        removed.forEach(unwanted -> {
            Place place = place(places, unwanted);
            place.retag()
                    .accept(place.tags().get().stream()
                            .filter(tag -> !unwanted.tags().contains(tag))
                            .toList());
        });
    }

    private static Place place(List<Place> places, Tagged tagged) {
        return places.stream()
                .filter(place -> place.kind() == tagged.kind() && place.isCalled(tagged.path()))
                .findFirst()
                .orElseThrow(() -> new InvalidSchema("no " + (tagged.kind() == Place.Kind.FIELD ? "field" : "record")
                        + " is at \"" + tagged.path() + "\" to be tagged"));
    }

    /** The tags that these places have. */
    public static List<Tagged> found(List<Place> places) {
        return places.stream()
                .map(place ->
                        new Tagged(place.path(), place.kind(), place.tags().get()))
                .filter(tagged -> !tagged.tags().isEmpty())
                .toList();
    }
}
