/** Whether the process lives and whether the node can serve, for load balancers, Kubernetes and scripts. */
@NullMarked
package io.ottla.http.health;

import org.jspecify.annotations.NullMarked;
