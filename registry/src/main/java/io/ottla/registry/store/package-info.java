/** The registry's log, the topic {@code _schemas}: its format, its reader and its fenced writer. */
@NullMarked
package io.ottla.registry.store;

import org.jspecify.annotations.NullMarked;
