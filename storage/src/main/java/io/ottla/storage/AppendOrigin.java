package io.ottla.storage;

/** Who asks a leader to append; decides what is checked. */
public enum AppendOrigin {
    /** A produce request: everything is checked. */
    CLIENT,
    /** A group or transaction coordinator of this cluster: control batches are welcome, sequences are not checked. */
    COORDINATOR,
    /**
     * A transaction coordinator that ends a transaction of version 2 (KIP-890, KIP-1228): as above, and the marker's epoch must be above
     * that of the transaction, so that a late marker of the transaction before does not end this one.
     */
    NEXT_EPOCH_MARKER
}
