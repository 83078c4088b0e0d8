/** Clients that work while nodes fail, and note what they were told. */
@NullMarked
package io.ottla.multinode.workload;

import org.jspecify.annotations.NullMarked;
