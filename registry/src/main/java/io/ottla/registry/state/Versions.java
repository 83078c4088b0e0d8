package io.ottla.registry.state;

/** Versions as they stand in paths: a number, {@code latest} or {@code -1}. */
public final class Versions {
    private Versions() {}

    /** Whether the newest one is asked for. */
    public static boolean isLatest(String version) {
        return version.equals("latest") || version.equals("-1");
    }

    /**
     * The number.
     *
     * @throws Refused if it is none between 1 and 2^31-1
     */
    public static int number(String version) {
        try {
            int number = Integer.parseInt(version);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refused.invalidVersion(version);
        }
        throw Refused.invalidVersion(version);
    }
}
