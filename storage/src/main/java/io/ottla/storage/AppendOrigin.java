package io.ottla.storage;

/** Who asks a leader to append; decides what is checked. */
public enum AppendOrigin {
    /** A produce request: everything is checked. */
    CLIENT,
    /** A group or transaction coordinator of this cluster: control batches are welcome, sequences are not checked. */
    COORDINATOR
}
