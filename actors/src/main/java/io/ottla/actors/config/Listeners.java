package io.ottla.actors.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say about listeners.
 *
 * @param bound where the broker listens, without KRaft's controller listeners
 * @param advertised what clients are told; same names as, or fewer than, {@code bound}
 */
record Listeners(List<Listener> bound, List<Listener> advertised) {

    /** Reads the listeners and adds to {@code problems} what keeps the broker from opening them. */
    static Listeners read(SettingValues values, List<String> problems) {
        Map<String, SecurityProtocol> protocols =
                protocols(values.getString("listener.security.protocol.map"), problems);
        List<String> controllers = values.getList("controller.listener.names").stream()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .toList();
        Reader reader = new Reader(protocols, name -> !controllers.contains(name), problems);
        List<Listener> bound = reader.read("listeners", values.getList("listeners"));
        List<Listener> advertised = values.findList("advertised.listeners")
                .map(addresses -> reader.read("advertised.listeners", addresses))
                .orElse(bound);
        checkBound(bound, problems);
        checkAdvertised(bound, advertised, problems);
        return new Listeners(bound, advertised);
    }

    private static Map<String, SecurityProtocol> protocols(String map, List<String> problems) {
        Map<String, SecurityProtocol> protocols = new LinkedHashMap<>();
        for (String entry : map.split(",")) {
            String[] parts = entry.trim().split(":");
            Optional<SecurityProtocol> protocol = parts.length == 2 ? protocol(parts[1]) : Optional.empty();
            if (protocol.isPresent()) {
                protocols.put(parts[0].toUpperCase(Locale.ROOT), protocol.get());
            } else if (!entry.isBlank()) {
                problems.add("listener.security.protocol.map: '" + entry + "' is not NAME:PROTOCOL with one of "
                        + SecurityProtocol.names());
            }
        }
        return protocols;
    }

    private static Optional<SecurityProtocol> protocol(String name) {
        return SecurityProtocol.names().contains(name.toUpperCase(Locale.ROOT))
                ? Optional.of(SecurityProtocol.forName(name))
                : Optional.empty();
    }

    private static void checkBound(List<Listener> bound, List<String> problems) {
        if (bound.isEmpty()) {
            problems.add("listeners: at least one address for clients is needed, such as PLAINTEXT://localhost:9092");
        }
        Set<String> ports = new HashSet<>();
        for (Listener listener : bound) {
            if (listener.port() != 0 && !ports.add(socket(listener))) {
                problems.add("listeners: port " + listener.port() + " is used twice; give each listener its own");
            }
            if (listener.protocol() != SecurityProtocol.PLAINTEXT) {
                problems.add("listeners: " + listener.address() + " asks for " + listener.protocol()
                        + ", which is not served yet; use PLAINTEXT or remove it");
            }
        }
    }

    /** Kafka lets two listeners share a port when one is IPv4 and the other IPv6. */
    private static String socket(Listener listener) {
        return (listener.host().indexOf(':') >= 0 ? "6:" : "4:") + listener.port();
    }

    private static void checkAdvertised(List<Listener> bound, List<Listener> advertised, List<String> problems) {
        List<String> names = bound.stream().map(Listener::name).toList();
        for (Listener listener : advertised) {
            if (!names.contains(listener.name())) {
                problems.add(
                        "advertised.listeners: " + listener.address() + " has no counterpart in listeners " + names);
            }
            if (!listener.host().isEmpty() && listener.isWildcard() && !bound.contains(listener)) {
                problems.add("advertised.listeners: " + listener.address()
                        + " is no address that clients can connect to; name a host");
            }
        }
    }

    /** Reads lists of addresses. */
    private record Reader(Map<String, SecurityProtocol> protocols, Predicate<String> wanted, List<String> problems) {
        List<Listener> read(String setting, List<String> addresses) {
            List<Listener> listeners = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (String text : addresses) {
                Optional<Listener.Address> address = Listener.Address.parse(text);
                if (address.isEmpty()) {
                    problems.add(setting + ": '" + text + "' is not NAME://host:port");
                } else if (!names.add(address.get().name())) {
                    problems.add(setting + ": the name " + address.get().name() + " is used twice");
                } else if (wanted.test(address.get().name())) {
                    secure(setting, address.get()).ifPresent(listeners::add);
                }
            }
            return List.copyOf(listeners);
        }

        private Optional<Listener> secure(String setting, Listener.Address address) {
            @Nullable SecurityProtocol protocol = protocols.get(address.name());
            if (protocol == null) {
                problems.add(setting + ": no security protocol for the name " + address.name()
                        + "; add it to listener.security.protocol.map");
                return Optional.empty();
            }
            return Optional.of(address.securedBy(protocol));
        }
    }
}
