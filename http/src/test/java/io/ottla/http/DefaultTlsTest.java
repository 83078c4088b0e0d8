package io.ottla.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.javadsl.TLSPlacebo;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

class DefaultTlsTest {
    @Test
    void theDefaultContextIsTheJdksOwnWhenItIsUsed() throws Exception {
        DefaultTls.defer();
        DefaultTls.defer();

        SSLContext used = SSLContext.getDefault();

        assertThat(TLSPlacebo.getInstance()).isNotNull();
        assertThat(used.getSupportedSSLParameters().getProtocols())
                .isEqualTo(SSLContext.getInstance("Default")
                        .getSupportedSSLParameters()
                        .getProtocols());
        assertThat(used.createSSLEngine("localhost", 443).getPeerHost()).isEqualTo("localhost");
        assertThat(used.getSocketFactory().getDefaultCipherSuites())
                .containsExactly(
                        SSLContext.getInstance("Default").getSocketFactory().getDefaultCipherSuites());
        assertThat(trusted()).isPositive();
    }

    /** How many authorities the JDK trusts: what is put off here. */
    private static int trusted() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length;
    }
}
