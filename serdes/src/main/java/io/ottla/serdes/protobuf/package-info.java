/** Records in Protocol Buffers. */
package io.ottla.serdes.protobuf;
