package io.ottla.actors.config;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which of the given names do nothing, and why. */
final class GivenEffects {
    private GivenEffects() {}

    /** The names whose effect is of that kind, with the reason, ordered. */
    static Map<String, String> of(Collection<String> names, Effect.Kind kind) {
        Map<String, String> reasons = new TreeMap<>();
        for (String name : names) {
            effect(name)
                    .filter(effect -> effect.kind() == kind)
                    .ifPresent(effect -> reasons.put(name, effect.reason()));
        }
        return reasons;
    }

    private static Optional<Effect> effect(String name) {
        return ListenerPrefix.setting(name)
                .map(Setting::effect)
                .or(() -> NameCheck.whyIgnored(name).map(reason -> new Effect(Effect.Kind.IGNORED, reason)));
    }
}
