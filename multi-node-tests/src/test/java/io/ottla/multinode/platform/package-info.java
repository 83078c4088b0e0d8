/** Kafka's own platform on our nodes as it is: Streams, Connect and MirrorMaker, unmodified, in processes of their own. */
@NullMarked
package io.ottla.multinode.platform;

import org.jspecify.annotations.NullMarked;
