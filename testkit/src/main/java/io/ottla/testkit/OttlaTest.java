package io.ottla.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test, or a class of tests, that takes a fresh {@link OttlaCluster} as a parameter.
 *
 * <pre>{@code
 * @OttlaTest(brokers = 3, settings = "num.partitions=3")
 * class OrdersTest {
 *     @Test
 *     void countsOrders(OttlaCluster cluster) { ... }
 * }
 * }</pre>
 *
 * <p>Each test method gets a cluster of its own, which is closed after it.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OttlaExtension.class)
public @interface OttlaTest {
    /** How many brokers the cluster has; on a method, 0 leaves it to the class. One if nobody tells. */
    int brokers() default 0;

    /** Settings of the brokers, each as {@code name=value} with Kafka's names. */
    String[] settings() default {};
}
