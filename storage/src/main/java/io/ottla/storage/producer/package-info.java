/** What a partition remembers of its idempotent and transactional producers (KIP-98). */
@NullMarked
package io.ottla.storage.producer;

import org.jspecify.annotations.NullMarked;
