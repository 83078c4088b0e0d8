/** The HTTP API of the schema registry: paths, bodies and codes as its existing clients know them. */
@NullMarked
package io.ottla.http.registry;

import org.jspecify.annotations.NullMarked;
