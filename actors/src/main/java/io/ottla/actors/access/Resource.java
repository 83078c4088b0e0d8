package io.ottla.actors.access;

/**
 * What access is asked for.
 *
 * @param type the kind
 * @param name its name
 */
public record Resource(Type type, String name) {
    /** Kafka's resource types. */
    public enum Type {
        TOPIC,
        GROUP,
        CLUSTER,
        TRANSACTIONAL_ID
    }

    /** The cluster itself. */
    public static final Resource CLUSTER = new Resource(Type.CLUSTER, "kafka-cluster");

    /** A topic. */
    public static Resource topic(String name) {
        return new Resource(Type.TOPIC, name);
    }

    /** A group. */
    public static Resource group(String name) {
        return new Resource(Type.GROUP, name);
    }

    /** A transactional id. */
    public static Resource transactionalId(String name) {
        return new Resource(Type.TRANSACTIONAL_ID, name);
    }
}
