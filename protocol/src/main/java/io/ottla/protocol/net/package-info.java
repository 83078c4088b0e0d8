/** The Kafka port: sockets, frames, the order of responses. The only package that knows Netty. */
@NullMarked
package io.ottla.protocol.net;

import org.jspecify.annotations.NullMarked;
