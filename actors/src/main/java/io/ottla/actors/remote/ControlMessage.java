package io.ottla.actors.remote;

/**
 * A message that may cross to another node. Implemented by records alone; they are sent as CBOR by {@link
 * ControlMessageSerializer}.
 *
 * <p>A message is at most 200 KiB when serialized: what is larger is cut into several by its sender, because the transport
 * drops what is too large for it.
 */
public interface ControlMessage {
    /** The most bytes of a serialized message. */
    int MAX_BYTES = 200 * 1024;
}
