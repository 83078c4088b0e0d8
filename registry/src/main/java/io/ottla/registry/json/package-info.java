/** JSON Schema of drafts 4 to 2020-12: reading, references, and the rules of compatibility. Pure. */
@NullMarked
package io.ottla.registry.json;

import org.jspecify.annotations.NullMarked;
