package io.ottla.server.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Says in one line what went wrong, and where it can, what to do. */
final class FailureMessages {
    private FailureMessages() {}

    /** Nothing listens at the address. */
    static String noBroker(String bootstrap) {
        return "no broker at " + bootstrap + ": is it running? Start one with '" + Launcher.name()
                + " dev', or name another with --bootstrap HOST:PORT";
    }

    /** The line for a failure of a client, a file or the command itself. */
    static String of(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof CommandFailure || cause instanceof UsageError) {
            return String.valueOf(cause.getMessage());
        }
        if (cause instanceof NoSuchFileException e) {
            return e.getFile() + " does not exist";
        }
        if (cause instanceof AccessDeniedException e) {
            return e.getFile() + " may not be read or written by this user";
        }
        if (cause instanceof TimeoutException) {
            return "the broker did not answer in time (" + oneLine(cause) + "); see its log, or try again";
        }
        if (cause instanceof AuthenticationException) {
            return "the broker refused who we are (" + oneLine(cause) + "); give credentials with --client-config FILE";
        }
        if (cause instanceof ConfigException) {
            return "a client setting is wrong: " + oneLine(cause);
        }
        return oneLine(cause);
    }

    /** What lies under the wrappers that futures and client constructors add. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && isWrapper(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof ExecutionException
                || failure instanceof CompletionException
                || failure.getClass() == KafkaException.class;
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        String text = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
