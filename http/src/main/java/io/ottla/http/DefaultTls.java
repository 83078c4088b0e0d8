package io.ottla.http;

import akka.stream.javadsl.TLSPlacebo;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a node from reading the machine's certificates before it needs them.
 *
 * <p>Akka makes a session of the default TLS context even for servers without TLS ({@link TLSPlacebo}). The first use of that
 * context parses every certificate that the JDK trusts, about a tenth of what a node does until it is ready. Akka gets its
 * session from a context that trusts nobody; whoever asks for the default context afterwards gets the JDK's own, which is
 * made when it is first used.
 */
final class DefaultTls {
    private static boolean deferred;

    private DefaultTls() {}

    /** Has an effect once. A default context that was set before stays as it is. */
    static synchronized void defer() {
        if (deferred) {
            return;
        }
        deferred = true;
        try {
            SSLContext nobody = SSLContext.getInstance("TLS");
            nobody.init(new KeyManager[0], new TrustManager[0], null);
            SSLContext.setDefault(nobody);
            TLSPlacebo.getInstance();
            SSLContext.setDefault(new Deferred(nobody));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /** The JDK's default context, from its first use on. */
    private static final class Deferred extends SSLContext {
        Deferred(SSLContext provided) {
            super(new DeferredSpi(), provided.getProvider(), provided.getProtocol());
        }
    }

    private static final class DeferredSpi extends SSLContextSpi {
        private @Nullable SSLContext context;

        private synchronized SSLContext context() {
            SSLContext made = context;
            if (made == null) {
                try {
                    made = SSLContext.getInstance("Default");
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("this JDK has no default TLS context", e);
                }
                context = made;
            }
            return made;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trusted, SecureRandom random) {
            throw new UnsupportedOperationException("the default context is initialized");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return context().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return context().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return context().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context().getClientSessionContext();
        }
    }
}
