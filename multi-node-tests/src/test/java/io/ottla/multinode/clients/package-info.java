/** Real clients, each in its own words: produce, consume in a group, commit, administer. */
@NullMarked
package io.ottla.multinode.clients;

import org.jspecify.annotations.NullMarked;
