/** Who may use the HTTP port: TLS, users and tokens, and the pages of which sites browsers may let call. */
@NullMarked
package io.ottla.http.access;

import org.jspecify.annotations.NullMarked;
