package io.ottla.actors.config;

import java.util.Arrays;

/** Whether and for whom a broker setting can be changed while the broker runs (KIP-226). */
public enum UpdateMode {
    /** Only in the configuration file; takes effect at the next start. */
    READ_ONLY("read-only"),
    /** For one broker at a time. */
    PER_BROKER("per-broker"),
    /** For one broker, or for all as their default. */
    CLUSTER_WIDE("cluster-wide");

    private final String label;

    UpdateMode(String label) {
        this.label = label;
    }

    /** The name that Kafka's documentation uses. */
    public String label() {
        return label;
    }

    static UpdateMode of(String label) {
        return Arrays.stream(values())
                .filter(mode -> mode.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no update mode is called " + label));
    }
}
