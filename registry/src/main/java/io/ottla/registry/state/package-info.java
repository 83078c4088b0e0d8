/** The registry's rules: what a command does to the log, and what the log means. Pure: no I/O, clocks or threads. */
@NullMarked
package io.ottla.registry.state;

import org.jspecify.annotations.NullMarked;
