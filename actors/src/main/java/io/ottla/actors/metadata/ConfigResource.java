package io.ottla.actors.metadata;

/**
 * What dynamic settings belong to.
 *
 * @param type the kind of thing
 * @param name a topic, a broker id (empty: the default of all brokers), a group, a client-metrics subscription
 */
public record ConfigResource(Type type, String name) {
    /** The kinds of things with dynamic settings. */
    public enum Type {
        TOPIC,
        BROKER,
        GROUP,
        CLIENT_METRICS
    }

    /** The settings of a topic. */
    public static ConfigResource topic(String name) {
        return new ConfigResource(Type.TOPIC, name);
    }
}
