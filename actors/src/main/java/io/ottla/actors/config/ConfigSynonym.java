package io.ottla.actors.config;

import java.util.Optional;

/**
 * A value that holds, or would hold if stronger ones were not there.
 *
 * @param name the setting it is a value of
 * @param value absent when it must not be shown
 * @param source where it comes from
 */
public record ConfigSynonym(String name, Optional<String> value, ConfigSource source) {}
