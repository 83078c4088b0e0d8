package io.ottla.http.access;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.ottla.http.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Lets known callers through, and the pages of named sites. Files of users, tokens and
 * keys are read anew when they change.
 */
public final class AccessGate implements Gate {
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final Callers callers;
    private final Cors cors;

    private AccessGate(Callers callers, Cors cors) {
        this.callers = callers;
        this.cors = cors;
    }

    /**
     * A gate.
     *
     * @param users a file with a line {@code name: password} for each user; without it there are none
     * @param tokens a file with a line {@code name: token} for each token; without users and tokens everybody may call
     * @param signed whose signed tokens count besides, if anybody's
     * @param origins the sites whose pages browsers may let call
     * @throws IllegalArgumentException that says what is wrong with a file
     */
    public static AccessGate of(
            ActorSystem<?> system,
            Optional<Path> users,
            Optional<Path> tokens,
            Optional<JwtSettings> signed,
            Collection<String> origins) {
        Callers callers = new Callers(
                users.map(Secrets::of),
                tokens.map(Secrets::of),
                signed.map(settings -> SignedTokens.of(settings, System::nanoTime)));
        if (!callers.areAnybody()) {
            system.scheduler()
                    .scheduleWithFixedDelay(
                            Duration.ZERO,
                            REFRESH,
                            callers::refresh,
                            system.dispatchers().lookup(DispatcherSelector.blocking()));
        }
        return new AccessGate(callers, new Cors(Set.copyOf(origins)));
    }

    @Override
    public Passage pass(HttpRequest request) {
        Optional<HttpResponse> answer = cors.answer(request);
        return answer.isPresent() ? new Passage.Answered(answer.get()) : callers.pass(request);
    }

    @Override
    public HttpResponse complete(HttpRequest request, HttpResponse response) {
        return cors.complete(request, response);
    }
}
