/** Members of consumer groups that are told by HTTP what to do. Any node answers for any member. */
@NullMarked
package io.ottla.http.rest.member;

import org.jspecify.annotations.NullMarked;
