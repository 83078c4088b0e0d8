package io.ottla.http.registry;

import io.ottla.http.health.Health;
import io.ottla.http.health.HealthCheck;
import io.ottla.registry.SchemaRegistry;
import java.util.Optional;

/** The registry is ready unless its last request found its log out of reach; one that nobody has asked is ready to begin. */
public final class RegistryHealth implements HealthCheck {
    private final SchemaRegistry registry;

    /** Of a registry. */
    public RegistryHealth(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public Health check() {
        Optional<String> trouble = registry.trouble();
        return trouble.isEmpty() ? new Health.Ready() : new Health.NotReady("its log cannot be used: " + trouble.get());
    }
}
