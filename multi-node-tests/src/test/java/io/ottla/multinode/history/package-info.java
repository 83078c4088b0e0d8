/** What clients saw, and a pure checker that names every way in which it cannot have been right. */
@NullMarked
package io.ottla.multinode.history;

import org.jspecify.annotations.NullMarked;
