package io.ottla.testkit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of tests: one of this machine's own name, which trusts itself. */
final class Certificates {
    static final String PASSWORD = "store-secret";

    private Certificates() {}

    /** Makes a key and its certificate in a PKCS12 file. */
    static void make(Path store) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = " -genkeypair -alias http -keyalg EC -dname CN=localhost -validity 2 -storetype PKCS12"
                + " -ext san=dns:localhost,ip:127.0.0.1 -storepass " + PASSWORD + " -keystore";
        List<String> command = new ArrayList<>(List.of((keytool + arguments).split(" ")));
        command.add(store.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** For a client that trusts the certificate and shows none. */
    static SSLContext trusting(Path store) throws Exception {
        return context(store, new KeyManager[0]);
    }

    /** For a client that trusts the certificate and shows it. */
    static SSLContext showing(Path store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(read(store), PASSWORD.toCharArray());
        return context(store, keys.getKeyManagers());
    }

    private static SSLContext context(Path store, KeyManager[] keys) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(read(store));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore read(Path store) throws Exception {
        KeyStore read = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            read.load(in, PASSWORD.toCharArray());
        }
        return read;
    }
}
