package io.ottla.server;

import java.util.Locale;

/** The one line on standard output that says the node is up. Scripts wait for {@code Ottla is ready}. */
public final class ReadyLine {
    private static final int USUAL_KAFKA_PORT = 9092;

    private ReadyLine() {}

    /**
     * The line.
     *
     * @param kafka where the Kafka port listens
     * @param http where the HTTP port listens
     * @param scheme how URLs of it begin
     * @param seconds from the start of the process
     * @param launcher the command the user typed, for what to paste next
     */
    public static String of(HostAndPort kafka, HostAndPort http, String scheme, double seconds, String launcher) {
        HostAndPort bootstrap = kafka.asLocalClientSeesIt();
        boolean usual = bootstrap.equals(new HostAndPort("127.0.0.1", USUAL_KAFKA_PORT));
        String option = usual ? "" : " --bootstrap " + bootstrap;
        return String.format(
                Locale.ROOT,
                "Ottla is ready in %.1f s: Kafka at %s, HTTP at %s%s. Try: echo foo | %s produce t%s; %s tail t%s",
                seconds,
                kafka,
                scheme,
                http,
                launcher,
                option,
                launcher,
                option);
    }
}
