package io.ottla.storage;

/**
 * Files that have left the log and wait to be deleted. To be run once, {@link #delayMs} after it was handed out, on a thread that may block; if that
 * never happens, the next opening of the log directory deletes them.
 */
public final class Deletion implements Runnable {
    private final String what;
    private final long delayMs;
    private final Runnable work;

    Deletion(String what, long delayMs, Runnable work) {
        this.what = what;
        this.delayMs = delayMs;
        this.work = work;
    }

    /** How long to wait, in milliseconds: {@code file.delete.delay.ms}. */
    public long delayMs() {
        return delayMs;
    }

    /** Deletes the files. Throws {@link StorageException} when the disk fails. */
    @Override
    public void run() {
        work.run();
    }

    @Override
    public String toString() {
        return "deletion of " + what;
    }
}
