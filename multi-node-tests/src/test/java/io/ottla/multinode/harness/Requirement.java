package io.ottla.multinode.harness;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Something of the machine that a test cannot do without. */
public final class Requirement {
    private static final boolean CI = "true".equals(System.getenv("CI"));

    private Requirement() {}

    /** Skips the test when something is missing; with {@code CI=true} fails it. */
    public static void require(boolean present, String whatIsMissing) {
        if (present) {
            return;
        }
        if (CI) {
            Assertions.fail("with CI=true nothing may be missing: " + whatIsMissing);
        }
        Assumptions.abort(whatIsMissing);
    }
}
