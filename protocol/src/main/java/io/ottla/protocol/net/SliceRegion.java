package io.ottla.protocol.net;

import io.netty.channel.DefaultFileRegion;
import io.ottla.storage.LogSlice;

/**
 * A slice of a log on its way to a socket, by {@code sendfile} where the transport can. A file that turns out shorter than
 * the slice makes the write fail, and that closes the connection.
 */
final class SliceRegion extends DefaultFileRegion {
    private final LogSlice slice;

    /** Takes the slice over. */
    SliceRegion(LogSlice slice) {
        super(slice.channel(), slice.position(), slice.length());
        this.slice = slice;
    }

    /**
     * How much has been sent. Every transport asks for that before and after it sends a part: where the log was cut meanwhile, what stands
     * in the file may be other records, and the connection ends before anybody takes them for these (safety rule R4).
     */
    @Override
    public long transferred() {
        if (slice.isOutdated()) {
            throw new IllegalStateException(
                    "the log was cut while segment " + slice.segmentBaseOffset() + " was being sent");
        }
        return super.transferred();
    }

    /** Gives the slice back instead of closing its file, which others read too. */
    @Override
    protected void deallocate() {
        slice.release();
    }
}
