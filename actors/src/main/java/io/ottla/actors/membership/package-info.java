/** How nodes become, and cease to be, members of one cluster (safety rules C6 and M1 to M5). */
@NullMarked
package io.ottla.actors.membership;

import org.jspecify.annotations.NullMarked;
