package io.ottla.actors.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * An address with a name, as in {@code listeners}.
 *
 * @param name in capitals; the protocol where the name says no more
 * @param host empty for all interfaces; without brackets for IPv6
 * @param port 0 for a free one
 * @param protocol how connections are secured
 */
public record Listener(String name, String host, int port, SecurityProtocol protocol) {
    private static final Pattern ADDRESS =
            Pattern.compile("\\s*([^:/\\s]+)://(?:\\[([0-9a-fA-F:.%]+)]|([^:/\\s\\[\\]]*)):(\\d{1,5})\\s*");
    private static final int MAX_PORT = 65_535;

    /** Whether it listens on, or is advertised as, all interfaces. */
    public boolean isWildcard() {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    /** The address as it is written in settings, such as {@code INTERNAL://[::1]:9092}. */
    public String address() {
        String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return name + "://" + written + ":" + port;
    }

    /** The same listener at another port, as when the system has chosen one. */
    public Listener withPort(int chosen) {
        return new Listener(name, host, chosen, protocol);
    }

    /** An address whose name is not yet known to mean a protocol. */
    record Address(String name, String host, int port) {
        /** Reads {@code NAME://host:port}; empty if it does not have that form. */
        static Optional<Address> parse(String text) {
            Matcher matcher = ADDRESS.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(4)) > MAX_PORT) {
                return Optional.empty();
            }
            String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            return Optional.of(
                    new Address(matcher.group(1).toUpperCase(Locale.ROOT), host, Integer.parseInt(matcher.group(4))));
        }

        Listener securedBy(SecurityProtocol protocol) {
            return new Listener(name, host, port, protocol);
        }
    }
}
