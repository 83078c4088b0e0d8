package io.ottla.multinode.harness;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every {@code await()} without a limit of its own wait as long as a busy machine may need; found by JUnit by itself. How long
 * something takes is not what these tests are about.
 */
public final class Patience implements BeforeAllCallback {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
