package io.ottla.multinode.http;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The answer that a reader waits for, one after the other. The JDK's client does not heed interrupts, so another thread closes it. */
final class EndlessAnswer implements Closeable {
    private InputStream open = InputStream.nullInputStream();
    private boolean closed;

    /** Asks for it; header names and values take turns. */
    BufferedReader open(String url, String... headers) throws IOException, InterruptedException {
        InputStream answer = HttpCalls.stream(url, headers);
        synchronized (this) {
            open = answer;
            if (closed) {
                answer.close();
            }
        }
        return new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        open.close();
    }
}
