/** Version 2 of the REST proxy's API: topics, producing, and consumer instances. */
@NullMarked
package io.ottla.http.rest.v2;

import org.jspecify.annotations.NullMarked;
