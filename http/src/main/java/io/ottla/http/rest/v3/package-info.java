/** Version 3 of the REST proxy's API: the cluster as resources, and producing as a stream. */
@NullMarked
package io.ottla.http.rest.v3;

import org.jspecify.annotations.NullMarked;
