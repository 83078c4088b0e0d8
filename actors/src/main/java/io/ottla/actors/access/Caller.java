package io.ottla.actors.access;

import java.net.InetAddress;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * Who asks.
 *
 * @param principal the authenticated principal, {@link KafkaPrincipal#ANONYMOUS} without authentication
 * @param address where the connection comes from
 * @param listener the listener it came in by
 */
public record Caller(KafkaPrincipal principal, InetAddress address, String listener) {}
