/**
 * The follower's side of replication: one stream of fetches to each node that leads something this node follows, over the Kafka
 * protocol (KIP-227 sessions), as an Akka Stream on a TCP connection.
 */
@NullMarked
package io.ottla.protocol.link;

import org.jspecify.annotations.NullMarked;
