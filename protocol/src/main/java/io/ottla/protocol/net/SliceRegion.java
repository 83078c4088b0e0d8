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

    /** Gives the slice back instead of closing its file, which others read too. */
    @Override
    protected void deallocate() {
        slice.release();
    }
}
