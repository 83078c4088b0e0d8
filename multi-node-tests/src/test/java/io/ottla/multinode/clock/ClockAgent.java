package io.ottla.multinode.clock;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Gives the classes of a node, but not the JDK's own, a wall clock that is ahead. What measures spans of time ({@link
 * System#nanoTime()}) is left as it is.
 */
public final class ClockAgent {
    private ClockAgent() {}

    /** Called by the JVM before the node's main method, with the milliseconds that its clock is ahead. */
    public static void premain(String aheadMs, Instrumentation instrumentation) {
        ShiftedClock.setAhead(Long.parseLong(aheadMs));
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte @Nullable [] transform(
                    @Nullable ClassLoader loader,
                    String name,
                    @Nullable Class<?> redefined,
                    @Nullable ProtectionDomain domain,
                    byte[] classFile) {
                boolean ofTheJdk = loader == null || loader == ClassLoader.getPlatformClassLoader();
                return ofTheJdk || name.startsWith("io/ottla/multinode/clock/")
                        ? null
                        : ClockCalls.redirected(classFile);
            }
        });
    }
}
