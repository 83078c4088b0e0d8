package io.ottla.actors.config;

/**
 * What a setting does in this version. The column {@code effect} of the tables and {@code effects.tsv} are the only
 * places that say it.
 *
 * @param kind whether it does anything
 * @param reason why it does not; empty where it does
 */
public record Effect(Kind kind, String reason) {
    /** Whether a setting does anything. */
    public enum Kind {
        /** The broker honours it. */
        EFFECTIVE,
        /** Accepted, checked and shown, but nothing follows from it. */
        NO_EFFECT,
        /** It belongs to a part of Kafka that has no counterpart here, such as KRaft. */
        IGNORED
    }

    /** Whether the broker honours the setting. */
    public boolean isEffective() {
        return kind == Kind.EFFECTIVE;
    }
}
