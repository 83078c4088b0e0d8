package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.Assignor;
import io.ottla.actors.group.state.assignor.Assignors;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Members may differ in the assignor they would like: the majority of those who care decides. */
final class PreferredAssignor {
    private PreferredAssignor() {}

    /** What most members would like that want anything in particular; the first by name of several. */
    static Assignor of(Collection<Subscription> subscriptions, Assignors assignors) {
        Map<String, Integer> votes = new HashMap<>();
        subscriptions.forEach(subscription -> subscription
                .assignor()
                .filter(name -> assignors.find(name).isPresent())
                .ifPresent(name -> votes.merge(name, 1, Integer::sum)));
        Optional<String> winner = votes.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry.<String, Integer>comparingByKey().reversed()))
                .map(Map.Entry::getKey);
        return winner.flatMap(assignors::find).orElseGet(assignors::standard);
    }
}
