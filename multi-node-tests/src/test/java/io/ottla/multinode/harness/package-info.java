/** Runs nodes and clients as the processes they are for users, and keeps what explains a failure. */
@NullMarked
package io.ottla.multinode.harness;

import org.jspecify.annotations.NullMarked;
