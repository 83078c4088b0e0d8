/** What every schema language offers the registry: reading a text, its canonical forms, and why data cannot be read. Pure. */
@NullMarked
package io.ottla.registry.schema;

import org.jspecify.annotations.NullMarked;
