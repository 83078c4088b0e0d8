package io.ottla.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives every test method that asks for one an {@link OttlaCluster} of its own, and closes it afterwards. Used through {@link
 * OttlaTest}, or with {@code @ExtendWith(OttlaExtension.class)} for a cluster with all defaults.
 */
public final class OttlaExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(OttlaExtension.class);

    /** Made by JUnit. */
    public OttlaExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == OttlaCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        "cluster",
                        unused -> new ClosedAfterTest(OttlaCluster.builder()
                                .brokers(brokers(test))
                                .settings(settings(test))
                                .start()),
                        ClosedAfterTest.class)
                .cluster();
    }

    private static Map<String, String> settings(ExtensionContext test) {
        Map<String, String> result = new HashMap<>();
        annotations(test).forEach(annotation -> addTo(result, annotation));
        return result;
    }

    /** What the method says goes before what the class says. */
    private static int brokers(ExtensionContext test) {
        return annotations(test)
                .map(OttlaTest::brokers)
                .filter(count -> count > 0)
                .reduce((ofClass, ofMethod) -> ofMethod)
                .orElse(1);
    }

    private static Stream<OttlaTest> annotations(ExtensionContext test) {
        return Stream.of(test.getTestClass(), test.getTestMethod())
                .flatMap(element -> AnnotationSupport.findAnnotation(element, OttlaTest.class).stream());
    }

    private static void addTo(Map<String, String> settings, OttlaTest annotation) {
        for (String setting : annotation.settings()) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + setting + "' is not name=value");
            }
            settings.put(
                    setting.substring(0, equals).strip(),
                    setting.substring(equals + 1).strip());
        }
    }

    private record ClosedAfterTest(OttlaCluster cluster) implements AutoCloseable {
        @Override
        public void close() {
            cluster.close();
        }
    }
}
