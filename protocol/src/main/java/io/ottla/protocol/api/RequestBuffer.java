package io.ottla.protocol.api;

/**
 * The memory a request was read into. It is given back when {@link ApiHandler#handle} returns; a handler whose work goes on
 * with records of the request in it (they are not copied) retains it until that work is done.
 *
 * <p>May be used from any thread.
 */
public interface RequestBuffer {
    /** The buffer of a request that refers to none. */
    RequestBuffer NONE = new RequestBuffer() {
        @Override
        public void retain() {}

        @Override
        public void release() {}
    };

    /** Keeps the memory until one more {@link #release}. */
    void retain();

    /** Gives the memory back once everybody who retained it has. */
    void release();
}
