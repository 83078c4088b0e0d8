/** The command line, as scripts and people use it. */
@NullMarked
package io.ottla.multinode.cli;

import org.jspecify.annotations.NullMarked;
