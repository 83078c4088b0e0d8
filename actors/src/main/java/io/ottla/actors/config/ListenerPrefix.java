package io.ottla.actors.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of one listener carry its name in front: {@code listener.name.internal.max.connections}; those of one SASL
 * mechanism of it also the mechanism's: {@code listener.name.internal.plain.sasl.jaas.config}.
 */
final class ListenerPrefix {
    private static final Pattern PREFIXED = Pattern.compile("listener\\.name\\.[^.]+\\.(.+)");

    private ListenerPrefix() {}

    /** The name without listener and mechanism, if it has a prefix and what is left is a known setting. */
    static Optional<String> strip(String name) {
        Matcher matcher = PREFIXED.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String inListener = matcher.group(1);
        String inMechanism = inListener.substring(inListener.indexOf('.') + 1);
        return Optional.of(inListener)
                .filter(ListenerPrefix::isKnown)
                .or(() -> Optional.of(inMechanism).filter(ListenerPrefix::isKnown));
    }

    /** The setting of a name with or without prefix. */
    static Optional<Setting> setting(String name) {
        return Catalogue.BROKER.find(strip(name).orElse(name));
    }

    private static boolean isKnown(String name) {
        return Catalogue.BROKER.find(name).isPresent();
    }
}
