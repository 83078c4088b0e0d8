/** Protocol Buffers: reading and printing of .proto files, and the rules of compatibility. Pure. */
@NullMarked
package io.ottla.registry.protobuf;

import org.jspecify.annotations.NullMarked;
