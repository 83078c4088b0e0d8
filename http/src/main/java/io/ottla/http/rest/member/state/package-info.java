/** Which member exists, and which node speaks for it: pure, so that every node that reads the same log knows the same. */
@NullMarked
package io.ottla.http.rest.member.state;

import org.jspecify.annotations.NullMarked;
