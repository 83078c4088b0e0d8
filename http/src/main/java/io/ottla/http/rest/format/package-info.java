/** How keys and values of records stand in JSON. */
@NullMarked
package io.ottla.http.rest.format;

import org.jspecify.annotations.NullMarked;
