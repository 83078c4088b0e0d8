package io.ottla.actors.config;

/** Where the value of a setting comes from, with the ids of DescribeConfigs. */
public enum ConfigSource {
    /** Not known. */
    UNKNOWN(0),
    /** Set for the topic. */
    DYNAMIC_TOPIC(1),
    /** Set dynamically for this broker. */
    DYNAMIC_BROKER(2),
    /** Set dynamically for all brokers. */
    DYNAMIC_DEFAULT_BROKER(3),
    /** In the broker's configuration file. */
    STATIC_BROKER(4),
    /** Nobody said anything. */
    DEFAULT(5),
    /** The level of a logger. */
    DYNAMIC_BROKER_LOGGER(6),
    /** Set for a subscription to client metrics. */
    CLIENT_METRICS(7),
    /** Set for the group. */
    GROUP(8);

    private final byte id;

    ConfigSource(int id) {
        this.id = (byte) id;
    }

    /** The id in DescribeConfigs. */
    public byte id() {
        return id;
    }
}
