package io.ottla.server;

import io.ottla.actors.Broker;
import io.ottla.http.health.Health;
import io.ottla.http.health.HealthCheck;

/** The broker is ready when the controller lets it serve. */
final class BrokerHealth implements HealthCheck {
    private final Broker broker;

    BrokerHealth(Broker broker) {
        this.broker = broker;
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public Health check() {
        return broker.metadata().image().liveBroker(broker.nodeId()).isPresent()
                ? new Health.Ready()
                : new Health.NotReady("waiting for the controller");
    }
}
