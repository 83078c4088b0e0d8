/** The HTTP server of several nodes, and what its clients see when one of them is killed. */
@NullMarked
package io.ottla.multinode.http;

import org.jspecify.annotations.NullMarked;
