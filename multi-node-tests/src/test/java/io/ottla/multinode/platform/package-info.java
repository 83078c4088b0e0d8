/** Kafka's own platform on our nodes as it is: unmodified, in processes of its own. */
@NullMarked
package io.ottla.multinode.platform;

import org.jspecify.annotations.NullMarked;
